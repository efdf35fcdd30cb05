{{/* Labels. The chart's own win over those in values: selectors depend on them. */}}

{{- define "sidecar-first.selectorLabels" -}}
app.kubernetes.io/name: {{ include "sidecar-first.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: webhook
{{- end -}}

{{- define "sidecar-first.standardLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: {{ .Chart.Name }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "sidecar-first.labels" -}}
{{- $own := merge (include "sidecar-first.selectorLabels" . | fromYaml) (include "sidecar-first.standardLabels" . | fromYaml) -}}
{{- toYaml (merge $own (default dict .Values.commonLabels)) -}}
{{- end -}}

{{/* Without the chart's version: a new chart alone restarts nothing. */}}
{{- define "sidecar-first.podLabels" -}}
{{- toYaml (merge (include "sidecar-first.selectorLabels" . | fromYaml) (default dict .Values.podLabels) (default dict .Values.commonLabels)) -}}
{{- end -}}

{{/* By this component the program finds the ConfigMap of the gates that were given up. */}}
{{- define "sidecar-first.releasesLabels" -}}
{{- $own := merge (dict "app.kubernetes.io/component" "released-gates") (include "sidecar-first.selectorLabels" . | fromYaml) (include "sidecar-first.standardLabels" . | fromYaml) -}}
{{- toYaml (merge $own (default dict .Values.commonLabels)) -}}
{{- end -}}

{{/* The objects of `helm test` are not the webhook: no selector takes them. */}}
{{- define "sidecar-first.testLabels" -}}
{{- $own := merge (dict "app.kubernetes.io/component" "test") (include "sidecar-first.selectorLabels" . | fromYaml) (include "sidecar-first.standardLabels" . | fromYaml) -}}
{{- toYaml (merge $own (default dict .Values.commonLabels)) -}}
{{- end -}}
