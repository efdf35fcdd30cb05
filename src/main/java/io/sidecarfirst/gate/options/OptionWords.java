package io.sidecarfirst.gate.options;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
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
            "join",
            "localstack",
            "public",
            "external",
            "healthcheck");

    /**
     * Words for the address under which others find the program, whatever else the name says: {@code
     * KAFKA_ADVERTISED_LISTENERS}.
     */
    public static final Set<String> ADVERTISING = Set.of("advertise", "advertised", "announce", "allowed");

    /**
     * Names with a word of clients that are listened on all the same.
     *
     * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">OpenTelemetry's
     *     variables</a>
     */
    public static final Set<String> LISTENED_HOSTS = Set.of("otel-exporter-prometheus-host");

    /**
     * Variables with the address of a server that command-line clients connect to.
     *
     * @see <a href="https://developer.hashicorp.com/consul/commands#consul_http_addr">CONSUL_HTTP_ADDR</a>
     */
    public static final Set<String> CLIENT_VARIABLES = Set.of("consul-http-addr", "consul-grpc-addr", "nomad-addr");

    /**
     * Words that mean either: {@code --http-endpoint} of a CSI sidecar is where it listens, {@code --endpoint} of a
     * client where it goes. A loopback address counts, but only for its own port, and as a guess.
     */
    public static final Set<String> EITHER = Set.of("endpoint", "endpoints");

    /**
     * Names of switches that keep other hosts out where they are on.
     *
     * @see <a
     *     href="https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_skip_networking">MySQL:
     *     skip_networking</a>
     */
    public static final Set<String> LOCAL_SWITCHES = Set.of(
            "skip-networking", "local-only", "localhost-only", "loopback-only", "listen-localhost", "bind-localhost");

    /**
     * Names of switches that keep other hosts out where they are off.
     *
     * @see <a href="https://docs.datadoghq.com/containers/docker/apm/">Datadog: DD_APM_NON_LOCAL_TRAFFIC</a>
     */
    public static final Set<String> REMOTE_SWITCHES = Set.of("non-local", "bind-all", "bind-ip-all", "listen-all");

    /** What switches a switch off. */
    public static final Set<String> OFF = Set.of("0", "false", "off", "no");

    /** Words that mean listening, whatever else the name says. */
    public static final Set<String> LISTENING = Set.of(
            "listen",
            "listener",
            "listeners",
            "laddr",
            "bind",
            "binds",
            "serve",
            "receiver",
            "receivers",
            "kestrel",
            // Chrome's --remote-debugging-address.
            "debugging");

    /** Words that may come with a scheme and still mean listening: {@code --http-address=http://127.0.0.1:4180}. */
    public static final Set<String> ADDRESS = Set.of("address", "addr", "listen", "listener", "bind", "serve");

    /** Names whose URLs are listened on. */
    public static final Set<String> LISTENED_URLS = Set.of("urls", "aspnetcore-urls", "dotnet-urls", "host");

    /** Short flags that often hold the host to listen on; they count only where it is loopback. */
    public static final Set<String> SHORT_HOSTS = Set.of("-a", "-b", "-h", "-H", "-i", "-l", "-L", "-o", "-S");

    /** Prefixes of variables about the program's own address; MYSQL_HOST is one to connect to. */
    public static final Set<String> OWN_PREFIXES = Set.of(
            "", "http", "https", "grpc", "server", "web", "api", "app", "admin", "health", "metrics", "listen", "bind");

    /** What may stand before "port" and "address" in the option for a program's main listener. */
    public static final Set<String> MAIN_LISTENERS = Set.of("http", "server", "web", "listen", "bind", "serve");

    /** Frameworks whose variables for that begin with their name: {@code ASPNETCORE_HTTP_PORTS}. */
    public static final Set<String> FRAMEWORKS = Set.of(
            "aspnetcore",
            "dotnet",
            "quarkus",
            "micronaut",
            "streamlit",
            "gradio",
            "uvicorn",
            "nitro",
            "flask-run",
            "kc",
            "gf");

    /** Prefixes of options about the program as a whole, not about a part of it with a port of its own. */
    public static final Set<String> WHOLE_PROGRAM =
            Set.of("", "http", "https", "grpc", "tcp", "server", "web", "api", "app", "service", "main");

    /** The last word before a host in names such as {@code QUARKUS_HTTP_HOST}; it counts only where it is loopback. */
    public static final Set<String> PROGRAM_HOSTS =
            Set.of("http", "https", "grpc", "server", "web", "node", "network", "ip", "port", "rpc");

    /** Words about a part of a program, which has a port of its own. */
    public static final Set<String> PARTS = Set.of(
            "metrics",
            "metric",
            "prometheus",
            "admin",
            "management",
            "mgmt",
            "health",
            "healthz",
            "probe",
            "probes",
            "debug",
            "pprof",
            "status",
            "telemetry",
            "monitor",
            "monitoring",
            "cluster",
            "gossip",
            "raft",
            "control",
            "udp",
            "dns",
            "statsd",
            "outbound",
            "diagnostic",
            "mysqlx");

    /** Words before an address in a configuration that mean another program. */
    public static final Set<String> OTHERS_IN_CONFIGURATIONS = Set.of(
            "exporters",
            "exporter",
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
            "join",
            "trusted",
            "allow",
            "allowed",
            "deny");

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

    /**
     * Variables with addresses that no program waits for, as a regular expression: where telemetry is sent, and which
     * websites may call. A telemetry exporter sends in the background.
     *
     * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTEL_EXPORTER_OTLP_ENDPOINT</a>
     */
    public static final String UNRELATED_VARIABLES = "^otel_exporter_|(^|_)(cors|origins?)(_|$)";

    /** Programs that only connect: they do not listen on the addresses on their command lines. */
    public static final Set<String> CLIENT_PROGRAMS = Set.of(
            "curl",
            "wget",
            "nc",
            "ncat",
            "netcat",
            "grpcurl",
            "grpc_health_probe",
            "grpc-health-probe",
            "pg_isready",
            "psql",
            "mysql",
            "mysqladmin",
            "mongo",
            "mongosh",
            "redis-cli",
            "etcdctl",
            "wait-for",
            "wait-for-it",
            "wait-for-it.sh",
            "dockerize");

    private static final int POSTGRES = 5432;

    private static final int MYSQL = 3306;

    private static final int REDIS = 6379;

    private static final int MONGODB = 27017;

    private static final List<Integer> DATABASES = List.of(POSTGRES, MYSQL, REDIS, MONGODB);

    /** Clients that connect to this port of their own host where nothing says otherwise. */
    public static final Map<String, Integer> DATABASE_CLIENTS = Map.of(
            "pg_isready", POSTGRES,
            "psql", POSTGRES,
            "mysql", MYSQL,
            "mysqladmin", MYSQL,
            "redis-cli", REDIS,
            "mongosh", MONGODB,
            "mongo", MONGODB,
            "etcdctl", 2379);

    /**
     * Words in names such as {@code REDIS_HOST}, and the ports where no other option holds one.
     *
     * @see <a href="https://www.iana.org/assignments/service-names-port-numbers">Registered ports</a>
     */
    public static final Map<String, List<Integer>> SERVICES = Map.ofEntries(
            entry("pg", List.of(POSTGRES)),
            entry("pghost", List.of(POSTGRES)),
            entry("postgres", List.of(POSTGRES)),
            entry("postgresql", List.of(POSTGRES)),
            entry("mysql", List.of(MYSQL)),
            entry("mysqld", List.of(MYSQL)),
            entry("mariadb", List.of(MYSQL)),
            entry("redis", List.of(REDIS)),
            entry("mongo", List.of(MONGODB)),
            entry("mongodb", List.of(MONGODB)),
            entry("memcached", List.of(11211)),
            entry("rabbitmq", List.of(5672, 15672)),
            entry("elasticsearch", List.of(9200)),
            entry("es", List.of(9200)),
            entry("opensearch", List.of(9200)),
            entry("kafka", List.of(9092)),
            entry("nats", List.of(4222)),
            entry("db", DATABASES),
            entry("database", DATABASES),
            entry("dsn", DATABASES),
            entry("uri", DATABASES));

    /** Programs that print their arguments. */
    static final Set<String> PRINTING_PROGRAMS = Set.of("echo", "printf");

    private OptionWords() {}
}
