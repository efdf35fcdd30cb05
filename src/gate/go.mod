module sidecarfirst.io/gate

go 1.26
