{{/* The settings of `serve`, as the program's configuration file. Large numbers must not become 1e+09. */}}
{{- define "sidecar-first.configuration" -}}
gate: {{ .Values.gate.mode }}
gate-image: {{ include "sidecar-first.gateImage" . | toJson }}
gate-image-pull-policy: {{ .Values.gate.image.pullPolicy }}
{{- with .Values.gate.image.pullSecrets }}
gate-image-pull-secrets: {{ toJson . }}
{{- end }}
{{- range $name, $value := omit .Values.settings "programs" }}
{{- if or (has (kindOf $value) (list "int" "int64" "float64")) (typeIs "json.Number" $value) }}
{{ kebabcase $name }}: {{ int64 $value }}
{{- else if not (kindIs "invalid" $value) }}
{{ kebabcase $name }}: {{ toJson $value }}
{{- end }}
{{- end }}
{{- if .Values.settings.programs }}
programs: /etc/sidecar-first/programs.yaml
{{- end }}
{{- end -}}

{{/* Whether gates that do not open are given up; empty where they are not. */}}
{{- define "sidecar-first.releases" -}}
{{- if and .Values.observer.enabled .Values.observer.release }}true{{ end -}}
{{- end -}}

{{/* The file of programs that the settings name; empty where there are none. */}}
{{- define "sidecar-first.programs" -}}
{{- with .Values.settings.programs }}
{{- toYaml (dict "schema" 1 "programs" .) }}
{{- end }}
{{- end -}}

{{/* SIGTERM, delay, drain; and a margin for the JVM's own end. */}}
{{- define "sidecar-first.terminationGracePeriodSeconds" -}}
{{- add (int64 .Values.settings.shutdownDelaySeconds) (int64 .Values.settings.drainTimeoutSeconds) 15 -}}
{{- end -}}

{{/*
A repository in the registry of global.imageRegistry, if there is one. As container runtimes see it, what is before the first
slash is a registry if it has a dot or a colon in it, or is localhost. Takes (list root repository).
*/}}
{{- define "sidecar-first.repository" -}}
{{- $registry := default dict (index . 0).Values.global | dig "imageRegistry" "" | trimSuffix "/" -}}
{{- $repository := index . 1 -}}
{{- if $registry -}}
{{- printf "%s/%s" $registry (regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" $repository "") -}}
{{- else -}}
{{- $repository -}}
{{- end -}}
{{- end -}}

{{- define "sidecar-first.image" -}}
{{- $repository := include "sidecar-first.repository" (list . .Values.image.repository) -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The Secrets of both values, each once; empty where there are none. */}}
{{- define "sidecar-first.imagePullSecrets" -}}
{{- $secrets := list -}}
{{- range concat (default list .Values.imagePullSecrets) (default dict .Values.global | dig "imagePullSecrets" list) -}}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) -}}
{{- end -}}
{{- with uniq $secrets -}}
{{- toYaml . -}}
{{- end -}}
{{- end -}}

{{/* What the gate container runs. */}}
{{- define "sidecar-first.gateImage" -}}
{{- $image := .Values.gate.image -}}
{{- $repository := include "sidecar-first.repository" (list . (default (printf "%s-gate" .Values.image.repository) $image.repository)) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* What the schema cannot see. */}}
{{- define "sidecar-first.validate" -}}
{{- if eq (int64 .Values.ports.https) (int64 .Values.ports.health) -}}
{{- fail "ports.https and ports.health must differ" -}}
{{- end -}}
{{- if and .Values.hostNetwork (eq (int64 .Values.ports.https) 10250) -}}
{{- fail "with hostNetwork, ports.https must not be 10250: on a node that port is the kubelet's; choose another, such as 10260" -}}
{{- end -}}
{{- end -}}
