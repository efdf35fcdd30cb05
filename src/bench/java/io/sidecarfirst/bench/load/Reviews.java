package io.sidecarfirst.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** AdmissionReviews as API servers send them: a defaulted Pod of a ReplicaSet, with managedFields. */
final class Reviews {
    private static final String REVIEW = """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{\
            "uid":"0d4f86a1-5d2b-4a3c-9a57-3f1b6a1e8c11","kind":{"group":"","version":"v1","kind":"Pod"},\
            "resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop","operation":"CREATE",\
            "userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller",\
            "groups":["system:serviceaccounts","system:authenticated"]},\
            "object":{"kind":"Pod","apiVersion":"v1","metadata":{"generateName":"checkout-6f98b979b8-",\
            "namespace":"shop","labels":{"app":"checkout"},"annotations":{"prometheus.io/scrape":"true"},\
            "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1",\
            "fieldsType":"FieldsV1","fieldsV1":{%s}}]},"spec":{"volumes":[{"name":"kube-api-access-x","projected":\
            {"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}}],"defaultMode":420}}],\
            "initContainers":[%s],"containers":[%s],"restartPolicy":"Always","terminationGracePeriodSeconds":30,\
            "dnsPolicy":"ClusterFirst","serviceAccountName":"default","securityContext":{},\
            "schedulerName":"default-scheduler","priority":0,"enableServiceLinks":true},"status":{}},\
            "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}""";

    private Reviews() {}

    /**
     * A Pod with one main container, and with so many environment variables that its review has nearly the size.
     *
     * @param sidecars each has a readinessProbe that makes a gate
     * @param bytes what the review may have at most; those of a Pod without variables are not taken away
     */
    static byte[] of(int sidecars, int bytes) {
        List<Container> containers = IntStream.rangeClosed(0, sidecars)
                .mapToObj(i -> new Container(i, i < sidecars))
                .toList();
        // Huge Pods have long values rather than ten thousands of variables.
        String more = ".".repeat(bytes / 5000);
        int left = bytes - text(containers).length();
        for (int i = 0; ; i++) {
            String variable =
                    "{\"name\":\"SETTING_%d\",\"value\":\"the value of setting number %d%s\"}".formatted(i, i, more);
            String field =
                    "\"k:{\\\"name\\\":\\\"SETTING_%d\\\"}\":{\".\":{},\"f:name\":{},\"f:value\":{}}".formatted(i);
            left -= variable.length() + field.length() + 2;
            if (left < 0) {
                return text(containers).getBytes(StandardCharsets.UTF_8);
            }
            Container container = containers.get(i % containers.size());
            container.variables.add(variable);
            container.fields.add(field);
        }
    }

    private static String text(List<Container> containers) {
        int last = containers.size() - 1;
        return REVIEW.formatted(
                String.join(",", containers.stream().map(Container::managed).toList()),
                String.join(
                        ",",
                        containers.subList(0, last).stream()
                                .map(Container::text)
                                .toList()),
                containers.get(last).text());
    }

    private static final class Container {
        final List<String> variables = new ArrayList<>();
        final List<String> fields = new ArrayList<>();
        private final String name;
        private final int port;
        private final String more;

        Container(int number, boolean sidecar) {
            name = (sidecar ? "sidecar-" : "main-") + number;
            port = 9000 + number;
            more = sidecar ? ",\"restartPolicy\":\"Always\"" : "";
        }

        String text() {
            String env = String.join(",", variables);
            return """
                    {"name":"%s","image":"registry.example.com/platform/%s:2.9.4","args":["--log-level=info"],\
                    "ports":[{"name":"http-%s","containerPort":%d,"protocol":"TCP"}],"env":[%s],\
                    "resources":{"limits":{"memory":"128Mi"},"requests":{"cpu":"50m","memory":"64Mi"}}%s,\
                    "volumeMounts":[{"name":"kube-api-access-x","readOnly":true,"mountPath":"/var/run/secrets"}],\
                    "readinessProbe":{"httpGet":{"path":"/ready","port":%d,"scheme":"HTTP"},"timeoutSeconds":2,\
                    "periodSeconds":5,"successThreshold":1,"failureThreshold":3},\
                    "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",\
                    "imagePullPolicy":"IfNotPresent"}""".formatted(name, name, port, port, env, more, port);
        }

        String managed() {
            return "\"f:%s\":{\".\":{},\"f:env\":{%s},\"f:image\":{},\"f:ports\":{},\"f:readinessProbe\":{}}"
                    .formatted(name, String.join(",", fields));
        }
    }
}
