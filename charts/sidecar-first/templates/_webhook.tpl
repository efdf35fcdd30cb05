{{/* A namespaceSelector of values, and the namespaces that are always left out. Takes (list root selector). */}}
{{- define "sidecar-first.namespaceSelector" -}}
{{- $root := index . 0 -}}
{{- $selector := default dict (index . 1) -}}
{{- $excluded := concat (list "kube-system" "kube-node-lease" (include "sidecar-first.namespace" $root)) $root.Values.webhook.excludedNamespaces | uniq -}}
{{- $never := dict "key" "kubernetes.io/metadata.name" "operator" "NotIn" "values" $excluded -}}
{{- $expressions := append (default list $selector.matchExpressions) $never -}}
{{- with $selector.matchLabels -}}
matchLabels:
  {{- toYaml . | nindent 2 }}
{{ end -}}
matchExpressions:
{{ toYaml $expressions }}
{{- end -}}

{{/*
Three webhooks for the same Pods, of which exactly one takes each: by the label of the Pod's namespace that says what holds the
mains back. Any other value of it counts as none. Takes (dict "root" . "names" (list ...) "namespaceSelector" ...
"objectSelector" ...): the names of the one without the label, of container and of probe.
*/}}
{{- define "sidecar-first.webhooks" -}}
{{- $parts := . -}}
{{- range $i, $mode := list "" "container" "probe" }}
{{- $label := dict "key" "sidecar-first.io/gate" "operator" "NotIn" "values" (list "container" "probe") -}}
{{- if $mode }}
{{- $label = dict "key" "sidecar-first.io/gate" "operator" "In" "values" (list $mode) -}}
{{- end }}
{{- $selector := deepCopy (default dict $parts.namespaceSelector) -}}
{{- $_ := set $selector "matchExpressions" (append (default list $selector.matchExpressions) $label) -}}
{{- $path := ternary (printf "/mutate/%s" $mode) "/mutate" (ne $mode "") }}
{{ include "sidecar-first.webhook" (dict "root" $parts.root "name" (index $parts.names $i) "path" $path "namespaceSelector" $selector "objectSelector" $parts.objectSelector) }}
{{- end -}}
{{- end -}}

{{/* One webhook. Takes (dict "root" . "name" ... "path" ... "namespaceSelector" ... "objectSelector" ...). */}}
{{- define "sidecar-first.webhook" -}}
{{- $webhook := .root.Values.webhook -}}
- name: {{ .name }}
  admissionReviewVersions: [v1]
  sideEffects: None
  failurePolicy: {{ $webhook.failurePolicy }}
  timeoutSeconds: {{ int64 $webhook.timeoutSeconds }}
  matchPolicy: {{ $webhook.matchPolicy }}
  reinvocationPolicy: {{ $webhook.reinvocationPolicy }}
  clientConfig:
    {{- if $webhook.url }}
    url: {{ printf "%s%s" (trimSuffix "/" $webhook.url) .path }}
    {{- else }}
    service:
      name: {{ include "sidecar-first.fullname" .root }}
      namespace: {{ include "sidecar-first.namespace" .root }}
      port: 443
      path: {{ .path }}
    {{- end }}
    {{- /* In the other modes the field is left out: it belongs to the replicas, or to cert-manager. */}}
    {{- if eq .root.Values.certificates.mode "provided" }}
    caBundle: {{ .root.Values.certificates.provided.caBundle | b64enc }}
    {{- end }}
  rules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
    scope: Namespaced
  namespaceSelector:
    {{- include "sidecar-first.namespaceSelector" (list .root .namespaceSelector) | nindent 4 }}
  {{- with .objectSelector }}
  objectSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  matchConditions:
  # The picture of a static Pod: nothing can be changed there.
  - name: no-mirror-pod
    expression: >-
      !has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)
  {{- if $webhook.onlyUngatedSidecars }}
  # Pods without an ungated sidecar cost no call.
  - name: has-ungated-sidecar
    expression: >-
      has(object.spec.initContainers) && object.spec.initContainers.exists(c,
      has(c.restartPolicy) && c.restartPolicy == 'Always' && !has(c.startupProbe))
  {{- end }}
  {{- with $webhook.matchConditions }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
