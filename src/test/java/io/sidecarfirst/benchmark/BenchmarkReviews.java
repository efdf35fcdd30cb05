package io.sidecarfirst.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** AdmissionReviews of the sizes that API servers send: defaulted Pods of a ReplicaSet, with managedFields. */
final class BenchmarkReviews {
    private BenchmarkReviews() {}

    /** About 3 kB: one container, no sidecar. */
    static byte[] withoutSidecar() {
        return review(0, 1, 3);
    }

    /** About 6 kB: one sidecar and one main. */
    static byte[] withOneSidecar() {
        return review(1, 1, 8);
    }

    /** About 30 kB: four sidecars and three mains, with long environments. */
    static byte[] withFourSidecars() {
        return review(4, 3, 34);
    }

    private static byte[] review(int sidecars, int mains, int variables) {
        String initContainers = IntStream.range(0, sidecars)
                .mapToObj(i -> container("sidecar-" + i, 9000 + i, variables, ",\"restartPolicy\":\"Always\""))
                .collect(Collectors.joining(","));
        String containers = IntStream.range(0, mains)
                .mapToObj(i -> container("main-" + i, 8080 + i, variables, ""))
                .collect(Collectors.joining(","));
        String fields = IntStream.range(0, sidecars + mains)
                .mapToObj(i -> managed(i, variables))
                .collect(Collectors.joining(","));
        String review = """
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
        return review.formatted(fields, initContainers, containers).getBytes(StandardCharsets.UTF_8);
    }

    private static String container(String name, int port, int variables, String more) {
        String env = IntStream.range(0, variables)
                .mapToObj(i -> "{\"name\":\"SETTING_%d\",\"value\":\"the value of setting number %d\"}".formatted(i, i))
                .collect(Collectors.joining(","));
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

    private static String managed(int container, int variables) {
        String env = IntStream.range(0, variables)
                .mapToObj(i ->
                        "\"k:{\\\"name\\\":\\\"SETTING_%d\\\"}\":{\".\":{},\"f:name\":{},\"f:value\":{}}".formatted(i))
                .collect(Collectors.joining(","));
        return "\"f:container-%d\":{\".\":{},\"f:env\":{%s},\"f:image\":{},\"f:ports\":{},\"f:readinessProbe\":{}}"
                .formatted(container, env);
    }
}
