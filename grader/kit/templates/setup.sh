#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: Python, and the kit from its wheel.
set -euo pipefail
base=${AUTOGRADER:-/autograder}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Print the newest Python that the kit runs on and that can make environments.
newest() {
    local name
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$name" -I -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if ! python=$(newest); then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    for version in 3.13 3.12 3.11; do
        if apt-get install -y "python$version" "python$version-venv"; then
            break
        fi
    done
    python=$(newest) || {
        echo "setup.sh: this image has no Python 3.11 or later, and none could be installed." >&2
        echo "  Choose a newer base image in the assignment's autograder settings." >&2
        exit 1
    }
fi

"$python" -I -m venv --clear "$base/kit"
"$base/kit/bin/python" -I -m pip install --quiet --disable-pip-version-check "$source"/*.whl
"$base/kit/bin/python" -I -m grader --version
