# The image itself. Not part of `make test`: it needs Docker, minutes, and images from a registry.

.PHONY: image
image: ## build the image, and try it and compose.yaml with Docker
	tests/image/run
