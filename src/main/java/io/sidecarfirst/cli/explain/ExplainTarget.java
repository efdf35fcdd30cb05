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

    /**
     * The words in their order, then the files. What is there as a file is one; else {@code KIND/NAME} and
     * {@code KIND NAME} are objects.
     */
    static List<ExplainTarget> parse(List<String> words, List<String> files) {
        List<ExplainTarget> targets = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            Optional<String> next = i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
            Optional<WorkloadKind> kind =
                    next.filter(ExplainTarget::mayBeName).flatMap(name -> WorkloadKind.named(word));
            if (kind.isPresent()) {
                i++;
                targets.add(new InCluster(kind.get(), words.get(i), word + "/" + words.get(i)));
            } else {
                targets.add(object(word).orElse(new InFile(word)));
            }
        }
        files.forEach(file -> targets.add(new InFile(file)));
        return targets;
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
    private static boolean mayBeName(String word) {
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
    static String hint(String word) {
        return "; an object of the cluster is written KIND/NAME, with one of the kinds " + WorkloadKind.known();
    }
}
