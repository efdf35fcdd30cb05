package io.sidecarfirst.apiserver;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Why a request got no answer, in words about the server: what the HTTP client throws often has none. */
public final class ConnectionProblem {
    private ConnectionProblem() {}

    static String because(Throwable problem) {
        Throwable root = root(problem);
        if (root instanceof CertPathBuilderException) {
            return "answers, but its certificate is not signed by the kubeconfig's certificate-authority";
        }
        if (root instanceof GeneralSecurityException) {
            return "answers, but its certificate is not accepted: " + rootMessage(root);
        }
        return "gives no answer: " + silence(root);
    }

    private static String silence(Throwable root) {
        if (root instanceof UnresolvedAddressException) {
            return "there is no host of that name";
        }
        if (root instanceof ClosedChannelException) {
            // The JDK's client tries again on the channel that the refusal closed, and reports only that.
            return "nothing listens there, or there is no way there";
        }
        if (root instanceof TimeoutException) {
            return "not in time";
        }
        return rootMessage(root);
    }

    /** The first line of what the innermost cause says, or its name. */
    public static String rootMessage(Throwable problem) {
        Throwable root = root(problem);
        return Optional.ofNullable(root.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(root.getClass().getSimpleName());
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
