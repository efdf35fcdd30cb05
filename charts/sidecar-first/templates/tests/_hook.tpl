{{/* What every object of `helm test` says of itself. Takes its weight. All are removed, whatever comes of the test. */}}
{{- define "sidecar-first.testHook" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
{{- end -}}
