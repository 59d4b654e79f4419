"""Why a measure moved: causes, choices, stories."""
