package io.sidecarfirst.gate.veto;

import java.util.Set;

/** Words in the names of options and of programs that tell listening from connecting. */
public final class OptionWords {
    /** Words in an option's name that mean another program's address: what is connected to, not listened on. */
    public static final Set<String> ELSEWHERE = Set.of(
            "upstream",
            "upstreams",
            "target",
            "targets",
            "backend",
            "backends",
            "forward",
            "remote",
            "connect",
            "dest",
            "destination",
            "origin",
            "endpoint",
            "endpoints",
            "peer",
            "peers",
            "proxy",
            "url",
            "uri",
            "client",
            "broker",
            "brokers",
            "scrape",
            "to",
            "db",
            "database",
            "redis",
            "collector",
            "exporter",
            "seed",
            "seeds",
            "join");

    /** Words that mean listening, whatever else the name says. */
    public static final Set<String> HERE = Set.of("listen", "listener", "bind", "serve");

    /** Words that may come with a scheme and still mean listening: {@code --http-address=http://127.0.0.1:4180}. */
    public static final Set<String> ADDRESS = Set.of("address", "addr", "listen", "listener", "bind", "serve");

    /** How the names of variables begin that are about the program itself; MYSQL_HOST is a client's. */
    public static final Set<String> OWN = Set.of(
            "", "http", "https", "grpc", "server", "web", "api", "app", "admin", "health", "metrics", "listen", "bind");

    /** Programs that connect: the addresses on their command lines are not listened on. */
    public static final Set<String> CLIENTS = Set.of(
            "curl",
            "wget",
            "nc",
            "ncat",
            "grpcurl",
            "grpc_health_probe",
            "grpc-health-probe",
            "pg_isready",
            "psql",
            "mysql",
            "mysqladmin",
            "mongosh",
            "redis-cli",
            "etcdctl",
            "wait-for",
            "wait-for-it",
            "wait-for-it.sh",
            "dockerize");

    private OptionWords() {}
}
