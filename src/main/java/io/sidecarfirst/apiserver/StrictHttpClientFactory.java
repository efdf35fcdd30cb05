package io.sidecarfirst.apiserver;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/**
 * A factory whose clients follow no redirects, and end with all of their threads. Older clients send their token to
 * wherever they are redirected, and no API server redirects what is asked here. fabric8's end their workers, but not
 * the thread that waits for the network, and a JVM that exits while a thread is in such a call waits for it: 300 ms at
 * the end of each command.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpClient.html#shutdownNow()">
 *     HttpClient.shutdownNow</a>, since Java 21; before, nothing ends that thread
 */
final class StrictHttpClientFactory extends JdkHttpClientFactory {
    private final List<HttpClient> made = new ArrayList<>();

    /** Remembers what is built: fabric8 gives it to nobody. */
    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        HttpClient.Builder builder = super.createNewHttpClientBuilder();
        Class<?>[] types = {HttpClient.Builder.class};
        return (HttpClient.Builder) Proxy.newProxyInstance(
                StrictHttpClientFactory.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    try {
                        Object result = method.getName().equals("followRedirects")
                                ? builder.followRedirects(HttpClient.Redirect.NEVER)
                                : method.invoke(builder, arguments);
                        if (result instanceof HttpClient client) {
                            made.add(client);
                        }
                        return result == builder ? proxy : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    protected void closeHttpClient(JdkHttpClientImpl client) {
        super.closeHttpClient(client);
        made.forEach(StrictHttpClientFactory::shutDown);
    }

    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            // Java 17: its threads are daemons, and end with the process.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
