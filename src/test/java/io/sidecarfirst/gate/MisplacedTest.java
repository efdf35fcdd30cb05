package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MisplacedTest {
    private static List<String> in(String json, String template) {
        JsonNode object = JsonMapper.shared().readTree(json.replace('\'', '"'));
        return Warning.texts(Misplaced.in(object, JsonPointer.compile(template)));
    }

    @Test
    void theLabelOnADeploymentHasNoEffect() {
        assertThat(in(
                        "{'metadata':{'labels':{'sidecar-first.io/injection':'enabled','app':'web'}},"
                                + "'spec':{'template':{}}}",
                        "/spec/template"))
                .containsExactly("label sidecar-first.io/injection has no effect at metadata.labels: Pods are made from"
                        + " spec.template.metadata.labels");
    }

    @Test
    void onTheTemplateTooItHas() {
        assertThat(in(
                        "{'metadata':{'labels':{'sidecar-first.io/injection':'enabled'}},'spec':{'template':"
                                + "{'metadata':{'labels':{'sidecar-first.io/injection':'disabled'}}}}}",
                        "/spec/template"))
                .isEmpty();
    }

    @Test
    void anAnnotationMayStandTooHighInTwoPlaces() {
        assertThat(in(
                        "{'metadata':{'annotations':{'sidecar-first.io/inject':'false','other.io/inject':'x'}},'spec':"
                                + "{'jobTemplate':{'metadata':{'annotations':{'proxy.sidecar-first.io/port':'1'}},"
                                + "'spec':{'template':{'spec':{}}}}}}",
                        "/spec/jobTemplate/spec/template"))
                .containsExactly(
                        "annotation proxy.sidecar-first.io/port has no effect at"
                                + " spec.jobTemplate.metadata.annotations: Pods are made from"
                                + " spec.jobTemplate.spec.template.metadata.annotations",
                        "annotation sidecar-first.io/inject has no effect at metadata.annotations: Pods are made from"
                                + " spec.jobTemplate.spec.template.metadata.annotations");
    }

    @Test
    void aTemplateMayStandInAList() {
        assertThat(in(
                        "{'spec':{'replicatedJobs':[{'template':{'metadata':{'annotations':"
                                + "{'sidecar-first.io/inject':'false'}},'spec':{'template':{}}}}]}}",
                        "/spec/replicatedJobs/0/template/spec/template"))
                .containsExactly("annotation sidecar-first.io/inject has no effect at"
                        + " spec.replicatedJobs[0].template.metadata.annotations: Pods are made from"
                        + " spec.replicatedJobs[0].template.spec.template.metadata.annotations");
    }

    @Test
    void theStatusIsNoRequest() {
        assertThat(in(
                        "{'metadata':{'annotations':{'sidecar-first.io/status':'{}'}},'spec':{'template':{}}}",
                        "/spec/template"))
                .isEmpty();
    }

    @Test
    void aPodHasNothingAboveIt() {
        assertThat(in("{'metadata':{'labels':{'sidecar-first.io/injection':'enabled'}}}", ""))
                .isEmpty();
    }
}
