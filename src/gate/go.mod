module github.com/sidecar-first/sidecar-first/src/gate

go 1.26
