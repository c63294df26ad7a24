# 强基：构建、检验、发行。运行 make 看有哪些目标。
.POSIX:
.DEFAULT_GOAL := help
.PHONY: help demo build check test test-release bench bench-ledger bench-national lint fuzz

help: ## 列出全部目标
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

build: ## 构建 bin/qiangji
	@mkdir -p bin
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -o bin/qiangji ./cmd/qiangji

demo: build ## 用一个虚构的县演示：从记录到一颗说得清的星
	./bin/qiangji demo

check: ## 改代码时反复运行（不到 3 分钟）：格式、静态检查、结构、全部测试
	@unformatted=$$(gofmt -l .) && [ -z "$$unformatted" ] || { echo "请运行 gofmt -w："; echo "$$unformatted"; exit 1; }
	go vet ./...
	go test ./internal/archtest
	go test ./...

test: ## 合入前的全部检验，逐阶段计时；CI 运行的就是它
	@RIG_ROUNDS=200 RIG_TAMPER=20 RIG_FLIPS=100 sh scripts/test.sh build static unit arch32 vuln fuzz packs nested

test-release: ## 发行前：另加竞态检测（需 C 编译器）、半小时模糊测试、各平台构建；漏洞记录不能超过 30 天
	@FUZZ_SECONDS=1800 VULN_MAX_AGE=30 RIG_ROUNDS=2000 RIG_FAULTS=1000 RIG_TAMPER=1000 RIG_FLIPS=1000 PGFAULTS=500 \
	TRACK=1 NESTED_TIMEOUT=3h sh scripts/test.sh build static unit arch32 vuln race fuzz packs nested release

lint: ## 只做静态检查，并打印代码规模的预算表
	@sh scripts/test.sh static
	go test -count=1 -v -run Budgets ./internal/archtest

fuzz: ## 只做模糊测试，半小时
	@FUZZ_SECONDS=1800 sh scripts/test.sh fuzz

bench: ## 各项指标与同一次运行里的对照，印成一张表（几分钟）
	@cd bench && go run ./figures

bench-ledger: ## 台账上的指标：二十万个支部真的存进去（第一次要装很久，STORES=目录 把装好的留着）
	@cd bench && BRANCHES=$${BRANCHES:-200000} go test -run '^$$' -bench 'Rebuild|ScoresFromFolds|Rescore|RecordToAssessment' -benchtime 3x -timeout 3h ./ledger

bench-national: ## 全国 525 万个支部，从年度折叠到写好的得分
	@cd bench && NATION=$${NATION:-5250000} go test -run '^$$' -bench 'National' -benchtime 1x -timeout 1h ./ledger
