package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.apiserver.WorkloadKind;
import java.util.List;

/** What the words of {@code timeline} stand for. */
sealed interface TimelineTarget {

    /** A Pod. */
    record OfPod(String name) implements TimelineTarget {}

    /** Something that has Pods, of which one must be chosen. */
    record OfWorkload(WorkloadKind resource, String name) implements TimelineTarget {
        @Override
        public String toString() {
            return resource.shortName() + "/" + name;
        }
    }

    /**
     * {@code NAME}, {@code KIND/NAME} or {@code KIND NAME}, as kubectl has it.
     *
     * @param words at least one
     * @throws IllegalArgumentException if they are something else; its message says what
     */
    static TimelineTarget parse(List<String> words) {
        String first = words.get(0);
        int slash = first.indexOf('/');
        int names = slash < 0 && isKind(first) ? 2 : 1;
        if (words.size() > names) {
            throw new IllegalArgumentException(
                    "a timeline is of one Pod, not of " + String.join(" and ", words) + "; give one pod/NAME");
        }
        if (words.size() == 2) {
            return of(first, words.get(1));
        }
        return slash < 0 ? of("pod", first) : of(first.substring(0, slash), first.substring(slash + 1));
    }

    private static boolean isKind(String word) {
        return WorkloadKind.named(word).isPresent();
    }

    private static TimelineTarget of(String kind, String name) {
        WorkloadKind resource = WorkloadKind.named(kind)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a timeline is of one Pod, not of a " + kind + "; kubectl get pods lists them"));
        // It becomes a part of a URL, so nothing else may.
        if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new IllegalArgumentException("\"" + name + "\" can be no Pod's name");
        }
        return resource == WorkloadKind.POD ? new OfPod(name) : new OfWorkload(resource, name);
    }
}
