package io.sidecarfirst.explain;

import java.util.List;

/** What of sidecar-first decides on new Pods in a cluster, as far as that can be read. */
public sealed interface Installed {

    /** Its name in JSON; never changes. */
    String id();

    /** What it is, for a sentence. */
    String inWords();

    /** Whether anything was found. */
    default boolean isFound() {
        return !(this instanceof Nothing || this instanceof Unknown);
    }

    /** The webhook: a server that the API server asks. */
    record Webhook(List<String> configurations) implements Installed {
        public Webhook {
            configurations = List.copyOf(configurations);
        }

        @Override
        public String id() {
            return "webhook";
        }

        @Override
        public String inWords() {
            return "the webhook configuration " + String.join(", ", configurations);
        }
    }

    /** The MutatingAdmissionPolicy: the API server decides by itself. */
    record Policy(List<String> policies) implements Installed {
        public Policy {
            policies = List.copyOf(policies);
        }

        @Override
        public String id() {
            return "policy";
        }

        @Override
        public String inWords() {
            return "the policy " + String.join(", ", policies);
        }
    }

    /** Both of them: the policy comes first, and the webhook finds its gates. */
    record Both(Webhook webhook, Policy policy) implements Installed {
        @Override
        public String id() {
            return "webhook-and-policy";
        }

        @Override
        public String inWords() {
            return webhook.inWords() + " and " + policy.inWords();
        }
    }

    /** Neither: no new Pod is gated. */
    record Nothing() implements Installed {
        @Override
        public String id() {
            return "nothing";
        }

        @Override
        public String inWords() {
            return "nothing of sidecar-first is installed";
        }
    }

    /**
     * Nothing was found, and not everything could be looked at.
     *
     * @param why a clause
     */
    record Unknown(String why) implements Installed {
        @Override
        public String id() {
            return "unknown";
        }

        @Override
        public String inWords() {
            return why;
        }
    }

    /** What there is, from the names of this project's configurations and policies. */
    static Installed of(List<String> configurations, List<String> policies, Installed otherwise) {
        if (configurations.isEmpty() && policies.isEmpty()) {
            return otherwise;
        }
        if (policies.isEmpty()) {
            return new Webhook(configurations);
        }
        return configurations.isEmpty()
                ? new Policy(policies)
                : new Both(new Webhook(configurations), new Policy(policies));
    }
}
