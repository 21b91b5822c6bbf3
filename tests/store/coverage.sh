#!/usr/bin/env bash
# coverage.sh - branch coverage of the save path by the store's own tests, by gcov.
#
# Builds into build-coverage/ and prints each branch that no test took, then one line a file.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=build-coverage
[ -f $build/build.ninja ] || meson setup $build -Db_coverage=true -Dbuildtype=debug >/dev/null
find $build -name '*.gcda' -delete
ninja -C $build --quiet build.ninja >/dev/null
ninja -C $build --quiet $(ninja -C $build -t targets all | sed -n 's|^\(tests/store/[^:/]*\): .*LINKER.*|\1|p')
meson test -C $build --no-rebuild --suite store --num-processes 2 --timeout-multiplier 4 --quiet || true
exec python3 tests/store/coverage.py $build "$@"
