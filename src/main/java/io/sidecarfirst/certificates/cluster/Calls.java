package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** How this room calls an API server: by server-side apply, and with problems told in one line. */
final class Calls {
    private Calls() {}

    /**
     * A write of the fields in the object, and of no others. It takes fields over from whoever has them: they are ours.
     *
     * @param manager who owns the fields from then on
     * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
     */
    static PatchContext apply(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build();
    }

    /** A call. */
    static <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw problem(what, e);
        }
    }

    /** A call that must find the object as it was read; false if it is not so any more. */
    static boolean ifUnchanged(String what, Runnable call) {
        try {
            call.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw problem(what, e);
        }
    }

    private static ApiServerException problem(String what, KubernetesClientException e) {
        String hint = switch (e.getCode()) {
            case 0 -> "; is the API server reachable from here (NetworkPolicy, proxy)?";
            case HttpURLConnection.HTTP_UNAUTHORIZED -> "; is the service account's token mounted?";
            case HttpURLConnection.HTTP_FORBIDDEN -> "; compare the roles with those of the chart";
            default -> "";
        };
        return new ApiServerException(what + ": " + message(e) + hint, e);
    }

    private static String message(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getStatus().getMessage();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
