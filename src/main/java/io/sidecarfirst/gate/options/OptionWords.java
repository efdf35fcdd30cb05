package io.sidecarfirst.gate.options;

import java.util.Set;

/** Words in the names of options and of programs that tell listening from connecting. */
public final class OptionWords {
    /** Words in an option's name that mean an address to connect to, not one to listen on. */
    public static final Set<String> CONNECTING = Set.of(
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
            "dsn",
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
    public static final Set<String> LISTENING =
            Set.of("listen", "listener", "listeners", "bind", "binds", "serve", "receiver", "receivers", "kestrel");

    /** Words that may come with a scheme and still mean listening: {@code --http-address=http://127.0.0.1:4180}. */
    public static final Set<String> ADDRESS = Set.of("address", "addr", "listen", "listener", "bind", "serve");

    /** Names whose URLs are listened on. */
    public static final Set<String> LISTENED_URLS = Set.of("urls", "aspnetcore-urls", "dotnet-urls", "host");

    /** Short flags that often hold the host to listen on; they count only where it is loopback. */
    public static final Set<String> SHORT_HOSTS = Set.of("-a", "-b", "-h", "-H", "-i", "-l", "-L", "-S");

    /** Prefixes of variables about the program's own address; MYSQL_HOST is one to connect to. */
    public static final Set<String> OWN_PREFIXES = Set.of(
            "", "http", "https", "grpc", "server", "web", "api", "app", "admin", "health", "metrics", "listen", "bind");

    /** Prefixes of options about the program as a whole, not about a part of it with a port of its own. */
    public static final Set<String> WHOLE_PROGRAM =
            Set.of("", "http", "https", "grpc", "tcp", "server", "web", "api", "app", "server-http", "service", "main");

    /** Words before an address in a configuration that mean another program. */
    public static final Set<String> OTHERS_IN_CONFIGURATIONS = Set.of(
            "upstream",
            "upstreams",
            "target",
            "targets",
            "backend",
            "backends",
            "forward",
            "remote",
            "connect",
            "destination",
            "peer",
            "peers",
            "broker",
            "brokers",
            "scrape",
            "url",
            "uri",
            "dsn",
            "database",
            "join");

    /** Words in the name of an option whose value is a number alone: a port of this program or of another. */
    public static final Set<String> PORT_OF_OTHERS =
            Set.of("port", "ports", "upstream", "target", "backend", "forward", "destination");

    /** Words that end as "port" does and mean none. */
    public static final Set<String> NOT_PORTS = Set.of(
            "export",
            "exports",
            "import",
            "imports",
            "report",
            "reports",
            "support",
            "transport",
            "viewport",
            "passport");

    /** Programs that only connect: they do not listen on the addresses on their command lines. */
    public static final Set<String> CLIENT_PROGRAMS = Set.of(
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
