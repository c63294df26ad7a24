# Stages of a gate, for a POSIX shell. A script sources this file, calls
# "stage" for each part of the gate and "finish" at the end.
#
# Inside a stage everything that can fail goes through "check" (one command,
# one count) or "tests" (go test, one count a test). A stage that has counted
# nothing has failed, unless it says so with "nothing": a loop over an empty
# list must not look like success by accident.

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
counts=$work/counts # lines "passed failed" of the running stage
table=$work/table   # lines "tenths of minutes, passed, failed, name"
: >"$table"
passed=0
failed=0

# stage NAME FUNCTION runs one part of the gate and times it.
stage() {
	: >"$counts"
	printf '\n==> %s\n' "$1"
	stage_from=$(date +%s)
	"$2"
	stage_seconds=$(($(date +%s) - stage_from))
	stage_passed=0 stage_failed=0
	[ -s "$counts" ] || {
		echo '    失败：这一阶段什么也没有检查'
		echo '0 1' >"$counts"
	}
	while read -r p f; do
		stage_passed=$((stage_passed + p)) stage_failed=$((stage_failed + f))
	done <"$counts"
	passed=$((passed + stage_passed)) failed=$((failed + stage_failed))
	echo "$(((stage_seconds + 3) / 6)) $stage_passed $stage_failed $1" >>"$table"
}

# check LABEL COMMAND... counts one command.
check() {
	check_label=$1
	shift
	if "$@"; then
		echo "    通过  $check_label"
		echo '1 0' >>"$counts"
	else
		echo "    失败  $check_label"
		echo '0 1' >>"$counts"
	fi
}

# tests ARGUMENTS... counts the tests of "go test ARGUMENTS".
tests() {
	"$root/bin/gotest" -counts "$counts" "$@" && return
	# 1: tests failed, and are counted. Anything else: it could not count.
	[ $? -eq 1 ] || echo '0 1' >>"$counts"
}

# nothing WHY says that a stage has nothing to check, and that this is right.
nothing() {
	echo "    $1"
	echo '0 0' >>"$counts"
}

# finish prints the table and the total, and ends the script.
finish() {
	printf '\n%6s %6s %6s   %s\n' min pass fail stage
	minutes=0
	while read -r m p f name; do
		minutes=$((minutes + m))
		printf '%4d.%d %6d %6d   %s\n' $((m / 10)) $((m % 10)) "$p" "$f" "$name"
	done <"$table"
	printf '%4d.%d                 %s\n\n' $((minutes / 10)) $((minutes % 10)) 合计
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}
