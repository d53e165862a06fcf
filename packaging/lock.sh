#!/usr/bin/env bash
# Writes the two lock files, with hashes, from pyproject.toml. Needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="packaging/lock.sh"
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links)
uv pip compile "${common[@]}" pyproject.toml --group build -o requirements.lock "$@"
uv pip compile "${common[@]}" pyproject.toml --group dev -o requirements-dev.lock "$@"
