#!/bin/sh
# The gate. Runs the stages it is given, or all of a landing:
#
#	scripts/test.sh [build|static|unit|arch32|vuln|fuzz|packs|nested|race|release]...
#
# FUZZ_SECONDS (180) is shared by all fuzz targets. VULN_MAX_AGE (0: any) is how
# many days old the vulnerability records may be. The rigs are as large as RIG_ROUNDS,
# RIG_FAULTS, RIG_TAMPER, RIG_FLIPS and PGFAULTS say; a nested module has
# NESTED_TIMEOUT (20m). Needs go, git and the tools of a POSIX system.
set -u
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
cd "$root" || exit 2
. "$root/scripts/stage.sh"

export CGO_ENABLED=0
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-mod=readonly -buildvcs=false"

# What counts the tests is built first; no stage can do without it.
mkdir -p bin && go -C tools build -o ../bin/gotest ./gotest || exit 2

stage_build() {
	check 'go build ./...' go build ./...
	check '386' env GOOS=linux GOARCH=386 go build ./...
	check 'loong64' env GOOS=linux GOARCH=loong64 go build ./...
	if [ -d cmd/qiangji ]; then
		check 'bin/qiangji' go build -trimpath -o bin/qiangji ./cmd/qiangji
	fi
}

stage_static() {
	check 'gofmt' formatted
	check 'go vet' go vet ./...
	check 'go mod tidy' tidied
	check 'staticcheck' linted
}

formatted() {
	unformatted=$("$(go env GOROOT)/bin/gofmt" -l .) || return 1
	[ -z "$unformatted" ] && return
	printf '%s\n' "$unformatted" '运行 gofmt -w . 再提交'
	return 1
}

tidied() {
	go mod tidy -diff && return
	echo '运行 go mod tidy 再提交'
	return 1
}

linted() {
	go -C tools build -o ../bin/staticcheck honnef.co/go/tools/cmd/staticcheck && bin/staticcheck ./...
}

stage_unit() {
	tests -count=1 -timeout 20m ./...
}

# The same golden files must come out where int has 32 bits: all that computes, and one of
# the two databases for what is stored.
stage_arch32() {
	if [ "$(go env GOHOSTOS)/$(go env GOHOSTARCH)" = linux/amd64 ]; then
		go list ./internal/... ./cmd/... | grep -v -e /store/postgres -e /store/storetest -e /app/record -e /app/derive -e /app/person >"$work/arch32"
		GOARCH=386 tests -count=1 -timeout 20m $(cat "$work/arch32")
	else
		echo '    本机不能运行 386 程序，只做静态检查'
		check 'go vet (386)' env GOOS=linux GOARCH=386 go vet ./internal/...
	fi
}

# What we import is held against the records in rigs/vulndb; no network is used.
stage_vuln() {
	check 'govulncheck' audited
}

audited() {
	go -C tools build -o ../bin/ golang.org/x/vuln/cmd/govulncheck ./vulns &&
		bin/vulns -max-age "${VULN_MAX_AGE:-0}" ./...
}

stage_fuzz() {
	if ! go test -list '^Fuzz' ./... >"$work/list"; then
		cat "$work/list"
		check 'go test -list' false
		return
	fi
	# "go test -list" names the targets of a package, then the package.
	: >"$work/targets"
	names=
	while read -r first second _; do
		case $first in
		Fuzz*) names="$names $first" ;;
		ok)
			for name in $names; do echo "$second $name" >>"$work/targets"; done
			names=
			;;
		esac
	done <"$work/list"
	total=$(wc -l <"$work/targets")
	if [ "$total" -eq 0 ]; then
		nothing '模糊测试目标 0 个'
		return
	fi
	seconds=$((${FUZZ_SECONDS:-180} / total))
	[ "$seconds" -gt 0 ] || seconds=1
	i=0
	while read -r package name; do
		i=$((i + 1))
		check "$i/$total $package $name ${seconds}s" fuzzed "$package" "$name" "$seconds" </dev/null
	done <"$work/targets"
}

# fuzzed PACKAGE TARGET SECONDS is silent unless it finds something. On a busy
# machine the engine now and then takes the end of its own time for a failure; one
# that wrote no failing input down is tried again, once.
fuzzed() {
	for try in 1 2; do
		go test -run '^$' -fuzz "^$2\$" -fuzztime "$3s" -fuzzminimizetime 1x "$1" >"$work/fuzz" 2>&1 && return
		grep -q 'context deadline exceeded' "$work/fuzz" || break
		! grep -q 'Failing input' "$work/fuzz" || break
	done
	cat "$work/fuzz"
	return 1
}

stage_packs() {
	: >"$work/packs"
	[ ! -d packs ] || find packs -name pack.yaml | sort >"$work/packs"
	echo "    标准包 $(($(wc -l <"$work/packs"))) 个"
	if [ ! -s "$work/packs" ]; then
		nothing '没有可检查的'
		return
	fi
	while read -r file; do
		dir=${file%/pack.yaml}
		check "pack check $dir" bin/qiangji pack check "$dir" </dev/null
		check "pack test $dir" bin/qiangji pack test "$dir" </dev/null
	done <"$work/packs"
}

stage_nested() {
	find . -name go.mod ! -path ./go.mod ! -path '*/testdata/*' ! -path '*/node_modules/*' | sort >"$work/modules"
	echo "    嵌套模块 $(($(wc -l <"$work/modules"))) 个"
	[ -s "$work/modules" ] || nothing '没有可检查的'
	while read -r file; do
		dir=${file%/go.mod}
		cd "$dir" || exit 2
		check "go vet $dir" go vet ./... </dev/null
		tests -count=1 -timeout "${NESTED_TIMEOUT:-40m}" ./... </dev/null
		cd "$root" || exit 2
	done <"$work/modules"
}

# The race detector needs a C compiler; a release is made where there is one.
stage_race() {
	CGO_ENABLED=1 tests -race -count=1 -timeout 60m ./...
}

stage_release() {
	for target in linux/amd64 linux/arm64 linux/loong64 linux/riscv64 windows/amd64 darwin/arm64; do
		os=${target%/*} arch=${target#*/} suffix=
		[ "$os" != windows ] || suffix=.exe
		check "$target" env GOOS="$os" GOARCH="$arch" go build -trimpath -ldflags '-s -w -buildid=' \
			-o "dist/qiangji-$os-$arch$suffix" ./cmd/qiangji
	done
}

[ $# -gt 0 ] || set -- build static unit arch32 vuln fuzz packs nested
for name; do
	case $name in
	build) stage '构建' stage_build ;;
	static) stage '静态' stage_static ;;
	unit) stage '单元与性质' stage_unit ;;
	arch32) stage '三十二位' stage_arch32 ;;
	vuln) stage '漏洞' stage_vuln ;;
	fuzz) stage '模糊' stage_fuzz ;;
	packs) stage '标准包' stage_packs ;;
	nested) stage '嵌套模块' stage_nested ;;
	race) stage '竞态' stage_race ;;
	release) stage '发行构建' stage_release ;;
	*)
		echo "没有这个阶段：$name" >&2
		exit 2
		;;
	esac
	# Without a build the rest is noise.
	[ "$name" != build ] || [ "$failed" -eq 0 ] || break
done
finish
