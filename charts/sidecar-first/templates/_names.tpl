{{/* Names. A release's name may hold dots, a Service's may not; 48 leaves room for suffixes. */}}

{{- define "sidecar-first.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 48 | trimSuffix "-" -}}
{{- end -}}

{{- define "sidecar-first.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 48 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "sidecar-first.name" . -}}
{{- $release := .Release.Name | replace "." "-" -}}
{{- $both := list $release $name -}}
{{- if regexMatch "^[0-9]" $release -}}
{{- $both = list $name $release -}}{{/* A Service's name begins with a letter. */}}
{{- else if contains $name $release -}}
{{- $both = list $release -}}
{{- end -}}
{{- join "-" $both | trunc 48 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Where all that has a namespace is, but for what metrics values put elsewhere. */}}
{{- define "sidecar-first.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{- define "sidecar-first.serviceAccountName" -}}
{{- default (ternary (include "sidecar-first.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{/* The Secret with the serving certificate. */}}
{{- define "sidecar-first.tlsSecretName" -}}
{{- if eq .Values.certificates.mode "provided" -}}
{{- .Values.certificates.provided.secretName -}}
{{- else -}}
{{- include "sidecar-first.fullname" . }}-tls
{{- end -}}
{{- end -}}

{{/* The ConfigMap of the gates that were given up. */}}
{{- define "sidecar-first.releasesName" -}}
{{- include "sidecar-first.fullname" . }}-released
{{- end -}}

{{/* The name that API servers look for in the certificate. */}}
{{- define "sidecar-first.serverName" -}}
{{- if .Values.webhook.url -}}
{{- get (urlParse .Values.webhook.url) "hostname" -}}
{{- else -}}
{{- printf "%s.%s.svc" (include "sidecar-first.fullname" .) (include "sidecar-first.namespace" .) -}}
{{- end -}}
{{- end -}}

{{/* The Lease that the active observer holds. */}}
{{- define "sidecar-first.observerLeaseName" -}}
{{- include "sidecar-first.fullname" . }}-observer
{{- end -}}

{{- define "sidecar-first.webhookConfigurationName" -}}
{{- default (printf "zz-%s" (include "sidecar-first.fullname" .)) .Values.webhook.name -}}
{{- end -}}

{{/* The ValidatingAdmissionPolicy, which is of the whole cluster. */}}
{{- define "sidecar-first.missedPodPolicyName" -}}
{{- printf "%s-missed" (include "sidecar-first.fullname" .) -}}
{{- end -}}

{{/* The namespace that `helm test` makes and removes: a name that nobody else has, since it removes what is there. */}}
{{- define "sidecar-first.testNamespace" -}}
{{- printf "%s-test-%s" (include "sidecar-first.fullname" .) (printf "%s/%s" (include "sidecar-first.namespace" .) .Release.Name | sha256sum | trunc 8) -}}
{{- end -}}
