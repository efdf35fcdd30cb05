package io.sidecarfirst.cli.explain;

import io.sidecarfirst.apiserver.WorkloadKind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a word of {@code explain} stands for. */
sealed interface ExplainTarget {

    /** A file, a directory or {@code -}. */
    record InFile(String name) implements ExplainTarget {}

    /** An object of the cluster. */
    record InCluster(WorkloadKind resource, String name, String text) implements ExplainTarget {}

    /** The objects of a kind that the cluster has. */
    record OfKind(WorkloadKind resource) implements ExplainTarget {}

    /**
     * The words in their order, then the files. What is there as a file is one; else {@code KIND/NAME} and
     * {@code KIND NAME...} are objects, and {@code KIND} alone is all of the kind. For a kind there may be several:
     * {@code deploy,sts}.
     */
    static List<ExplainTarget> parse(List<String> words, List<String> files) {
        List<ExplainTarget> targets = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            List<WorkloadKind> kinds = WorkloadKind.allNamed(word);
            if (!kinds.isEmpty() && isName(words, i + 1)) {
                do {
                    i++;
                    addNamed(targets, kinds, words.get(i));
                    // A further name may be a kind's word: then it begins what comes next.
                } while (isName(words, i + 1)
                        && WorkloadKind.allNamed(words.get(i + 1)).isEmpty());
            } else if (!kinds.isEmpty() && !exists(word)) {
                kinds.forEach(kind -> targets.add(new OfKind(kind)));
            } else {
                targets.add(object(word).orElse(new InFile(word)));
            }
        }
        files.forEach(file -> targets.add(new InFile(file)));
        return targets;
    }

    private static void addNamed(List<ExplainTarget> targets, List<WorkloadKind> kinds, String name) {
        kinds.forEach(kind -> targets.add(new InCluster(kind, name, kind.shortName() + "/" + name)));
    }

    private static Optional<ExplainTarget> object(String word) {
        int slash = word.indexOf('/');
        if (slash < 0 || slash == word.length() - 1 || word.indexOf('/', slash + 1) >= 0 || exists(word)) {
            return Optional.empty();
        }
        return WorkloadKind.named(word.substring(0, slash))
                .map(resource -> new InCluster(resource, word.substring(slash + 1), word));
    }

    /** Also where there is a directory of the kind's name: {@code deploy} is a common one. */
    private static boolean isName(List<String> words, int index) {
        if (index >= words.size()) {
            return false;
        }
        String word = words.get(index);
        return !word.equals("-") && word.indexOf('/') < 0 && !exists(word);
    }

    private static boolean exists(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** What to say about a file that is not there and may have been meant as an object. */
    static String hint() {
        return "; an object of the cluster is written KIND/NAME, with one of the kinds " + WorkloadKind.known();
    }
}
