package io.sidecarfirst.bench.apiserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import io.sidecarfirst.certificates.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as a replica asks for, by HTTPS: Pods and namespaces, a Lease, a webhook configuration, the
 * ConfigMap of releases, and Events. What it is asked besides is answered with 404 and can be told.
 */
public final class SimulatedApiServer implements AutoCloseable {
    /** The name of the Lease, with its namespace. */
    public static final String LEASE = "bench/observer";

    /** The name of the ConfigMap of releases, with its namespace. */
    public static final String RELEASES = "bench/released";

    /** The name of the MutatingWebhookConfiguration. */
    public static final String CONFIGURATION = "zz-bench";

    private static final String RELEASED = """
            {"kind":"ConfigMap","metadata":{"name":"released","namespace":"bench","resourceVersion":"1"}}""";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern IN_NAMESPACE =
            Pattern.compile("/api/v1/namespaces/[^/]+/(pods|events|configmaps)(?:/([^/]+))?");
    private static final Pattern PARAMETER = Pattern.compile("(limit|continue|watch|timeoutSeconds)=([a-z0-9]+)");

    private final HttpsServer server;
    private final KeyMaterial certificate;
    private final SimulatedPods pods;
    private final String authority;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<BlockingQueue<String>> podWatches = new CopyOnWriteArrayList<>();
    private final CountDownLatch leaseRead = new CountDownLatch(1);
    private final CountDownLatch podsListed = new CountDownLatch(1);
    private final CountDownLatch podsWatched = new CountDownLatch(1);
    private final AtomicInteger eventsWritten = new AtomicInteger();
    private final AtomicInteger leaseWrites = new AtomicInteger();
    private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
    private final ObjectNode lease = JSON.createObjectNode();
    private int leaseVersion = 1;

    /** Whose Lease it is in the beginning. */
    public enum Lease {
        FREE,
        /** Somebody else's, for longer than anybody looks. */
        TAKEN
    }

    private SimulatedApiServer(
            HttpsServer server, KeyMaterial certificate, SimulatedPods pods, Lease held, String authority) {
        this.server = server;
        this.certificate = certificate;
        this.pods = pods;
        this.authority = authority;
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata")
                .put("name", "observer")
                .put("namespace", "bench")
                .put("resourceVersion", "1");
        ObjectNode spec = lease.putObject("spec");
        if (held == Lease.TAKEN) {
            spec.put("holderIdentity", "another").put("leaseDurationSeconds", 86_400);
        }
    }

    /**
     * Starts one on a free port.
     *
     * @param address of this machine, on which it listens
     * @param authority the caBundle of the webhook configuration, in PEM
     */
    public static SimulatedApiServer start(String address, SimulatedPods pods, Lease held, String authority) {
        // Without it, small answers wait for a timer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        KeyMaterial certificate = SelfMadeCertificate.make(List.of(address));
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(ServerTls.context(new ReloadableKeyManager(certificate))));
            SimulatedApiServer started = new SimulatedApiServer(server, certificate, pods, held, authority);
            server.setExecutor(started.threads);
            started.route();
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void route() {
        on("/", this::notFound);
        on("/api/v1/pods", this::pods);
        on("/api/v1/namespaces", this::namespaces);
        on("/apis/coordination.k8s.io/v1/namespaces/bench/leases/observer", this::lease);
        on(
                "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/" + CONFIGURATION,
                exchange -> send(exchange, HttpURLConnection.HTTP_OK, configuration()));
    }

    private void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void pods(HttpExchange exchange) throws IOException {
        String watch = parameter(exchange, "watch", "");
        if (!watch.isEmpty()) {
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            podWatches.add(events);
            podsWatched.countDown();
            try {
                watch(exchange, events);
            } finally {
                podWatches.remove(events);
            }
            return;
        }
        podsListed.countDown();
        int from = Integer.parseInt(parameter(exchange, "continue", "0"));
        int limit = Integer.parseInt(parameter(exchange, "limit", "500"));
        String next = from + limit < pods.size() ? Integer.toString(from + limit) : "";
        send(exchange, HttpURLConnection.HTTP_OK, list("PodList", pods.version(), next, pods.items(from, limit)));
    }

    private void namespaces(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher inNamespace = IN_NAMESPACE.matcher(path);
        if (path.equals("/api/v1/namespaces")) {
            listOrWatch(exchange, "NamespaceList", SimulatedNamespaces.items());
        } else if (!inNamespace.matches()) {
            notFound(exchange);
        } else if (inNamespace.group(1).equals("pods")) {
            String pod = pods.named(String.valueOf(inNamespace.group(2))).orElse("");
            if (pod.isEmpty()) {
                notFound(exchange);
            } else {
                send(exchange, HttpURLConnection.HTTP_OK, pod);
            }
        } else if (inNamespace.group(1).equals("configmaps")) {
            if (inNamespace.group(2) == null) {
                listOrWatch(exchange, "ConfigMapList", RELEASED);
            } else {
                send(exchange, HttpURLConnection.HTTP_OK, RELEASED);
            }
        } else if (exchange.getRequestMethod().equals("GET")) {
            listOrWatch(exchange, "EventList", "");
        } else {
            eventsWritten.incrementAndGet();
            send(exchange, HttpURLConnection.HTTP_CREATED, body(exchange).toString());
        }
    }

    private void lease(HttpExchange exchange) throws IOException {
        String answer;
        synchronized (lease) {
            if (!exchange.getRequestMethod().equals("GET")) {
                leaseWrites.incrementAndGet();
                lease.set("spec", body(exchange).path("spec"));
                ((ObjectNode) lease.path("metadata")).put("resourceVersion", Integer.toString(++leaseVersion));
            }
            answer = lease.toString();
        }
        send(exchange, HttpURLConnection.HTTP_OK, answer);
        leaseRead.countDown();
    }

    private String configuration() {
        ObjectNode configuration = JSON.createObjectNode();
        configuration.put("apiVersion", "admissionregistration.k8s.io/v1").put("kind", "MutatingWebhookConfiguration");
        configuration.putObject("metadata").put("name", CONFIGURATION).put("resourceVersion", "1");
        ObjectNode webhook = configuration.putArray("webhooks").addObject();
        webhook.put("name", "pods.sidecar-first.io").putObject("clientConfig").put("caBundle", base64(authority));
        return configuration.toString();
    }

    private void notFound(HttpExchange exchange) throws IOException {
        unknown.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        send(exchange, HttpURLConnection.HTTP_NOT_FOUND, """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""");
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        return JSON.readTree(exchange.getRequestBody().readAllBytes());
    }

    private void listOrWatch(HttpExchange exchange, String kind, String items) throws IOException {
        if (parameter(exchange, "watch", "").isEmpty()) {
            send(exchange, HttpURLConnection.HTTP_OK, list(kind, 1, "", items));
        } else {
            watch(exchange, new LinkedBlockingQueue<>());
        }
    }

    private static String list(String kind, long version, String next, String items) {
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                + "\",\"continue\":\"" + next + "\"},\"items\":[" + items + "]}";
    }

    /** Sends what comes, for as long as the caller wants. */
    private static void watch(HttpExchange exchange, BlockingQueue<String> events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        long end = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(Long.parseLong(parameter(exchange, "timeoutSeconds", "240")));
        try {
            while (true) {
                String event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    return;
                }
                out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            // It is closed.
            Thread.currentThread().interrupt();
        }
    }

    private static String parameter(HttpExchange exchange, String name, String otherwise) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        return PARAMETER
                .matcher(query)
                .results()
                .filter(parameter -> parameter.group(1).equals(name))
                .map(parameter -> parameter.group(2))
                .findFirst()
                .orElse(otherwise);
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Writes a kubeconfig by which every user of this machine, and of a container, can reach it. */
    public Path kubeconfig(Path directory) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: bench
                contexts: [{name: bench, context: {cluster: bench, user: bench}}]
                clusters: [{name: bench, cluster: {server: "https://%s:%d", certificate-authority-data: %s}}]
                users: [{name: bench, user: {token: bench}}]
                """.formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort(),
                        base64(certificate.chainPem()));
        try {
            Path file = Files.createDirectories(directory).resolve("kubeconfig");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits until the Lease has been answered once. */
    public void awaitLeaseRead() throws InterruptedException {
        await(leaseRead, "the Lease");
    }

    /** Waits until the first page of the Pods is asked for. */
    public void awaitList() throws InterruptedException {
        await(podsListed, "the list of Pods");
    }

    /** Waits until the whole list of Pods has been read: a watch follows. */
    public void awaitWatch() throws InterruptedException {
        await(podsWatched, "a watch of the Pods");
    }

    private static void await(CountDownLatch asked, String what) throws InterruptedException {
        if (!asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody has asked for " + what);
        }
    }

    /**
     * Changes Pods at a steady rate, and tells all that watch them.
     *
     * @param rate changes a second, 1 or more
     * @return how many changes there were
     */
    public int change(int rate, Duration length) throws InterruptedException {
        long begin = System.nanoTime();
        int all = (int) (rate * length.toMillis() / 1000);
        for (int i = 0; i < all; i++) {
            long due = begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            // As many Pods at once, so that each changes once a second.
            String event = pods.change(rate);
            podWatches.forEach(watch -> watch.add(event));
        }
        return all;
    }

    /** How many Events were created or counted up so far. */
    public int eventsWritten() {
        return eventsWritten.get();
    }

    /** How often the Lease was written so far. */
    public int leaseWrites() {
        return leaseWrites.get();
    }

    /** What it was asked that it does not know. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
