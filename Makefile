# Two commands for newcomers: `make demo` runs the app's main job, `make test` runs every check.
.PHONY: demo run test check bench clean

demo:
	@sh .ci/setup run
	@.venv/bin/coherence-desktop demo

run:
	@sh .ci/setup run
	@.venv/bin/coherence-desktop

test: check
	@.venv/bin/python -m pytest -n 2 --dist loadfile

check:
	@sh .ci/setup dev
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/ruff check --quiet
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo

bench:
	@sh .ci/setup dev
	@[ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || export QT_QPA_PLATFORM=offscreen; \
	for script in tests/bench/*.py; do echo "== $$script"; .venv/bin/python $$script || exit 1; done

clean:
	rm -rf .venv build dist
