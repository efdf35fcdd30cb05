package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.sidecarfirst.cluster.Cluster;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every state of a namespace's Pods that the API server has shown since this was made. */
final class PodHistory implements AutoCloseable {
    private final List<SeenPod> seen = new CopyOnWriteArrayList<>();
    private final List<Exception> lost = new CopyOnWriteArrayList<>();
    private final Watch watch;

    PodHistory(String namespace) {
        watch = Cluster.shared().client().pods().inNamespace(namespace).watch(new Watcher<Pod>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                seen.add(new SeenPod(pod));
            }

            @Override
            public void onClose(WatcherException cause) {
                lost.add(cause);
            }
        });
    }

    List<SeenPod> of(String pod) {
        assertThat(lost).isEmpty();
        return seen.stream().filter(state -> state.name().equals(pod)).toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
