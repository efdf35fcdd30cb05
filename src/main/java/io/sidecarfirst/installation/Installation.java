package io.sidecarfirst.installation;

import java.util.List;
import java.util.Optional;

/** What of sidecar-first decides on new Pods in a cluster, as far as that can be read. */
public sealed interface Installation {

    /** Its name in JSON; never changes. */
    String id();

    /** What it is, for a sentence. */
    String inWords();

    /** Whether anything was found. */
    default boolean isFound() {
        return this instanceof Webhook || this instanceof Policy || this instanceof Both;
    }

    /**
     * The webhook: a server that the API server asks.
     *
     * @param servedIn the namespaces of the Services that are asked; none where it is an address
     */
    record Webhook(List<String> configurations, List<String> servedIn) implements Installation {
        public Webhook {
            configurations = List.copyOf(configurations);
            servedIn = List.copyOf(servedIn);
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
    record Policy(List<String> policies) implements Installation {
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
    record Both(Webhook webhook, Policy policy) implements Installation {
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
    record Nothing() implements Installation {
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
    record Unknown(String why) implements Installation {
        @Override
        public String id() {
            return "unknown";
        }

        @Override
        public String inWords() {
            return why;
        }
    }

    /** What files are for that say nothing of it: a cluster with the chart's webhook. */
    record Assumed() implements Installation {
        @Override
        public String id() {
            return "assumed";
        }

        @Override
        public String inWords() {
            return "the chart's webhook is assumed: the files have neither a webhook configuration nor a policy of"
                    + " sidecar-first";
        }
    }

    /** What there is, from the webhook if there is one and the names of this project's policies. */
    static Installation of(Optional<Webhook> webhook, List<String> policies, Installation otherwise) {
        if (policies.isEmpty()) {
            return webhook.<Installation>map(it -> it).orElse(otherwise);
        }
        Policy policy = new Policy(policies);
        return webhook.<Installation>map(it -> new Both(it, policy)).orElse(policy);
    }
}
