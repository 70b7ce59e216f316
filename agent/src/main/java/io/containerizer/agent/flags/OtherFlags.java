package io.containerizer.agent.flags;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Flags that Mesos' agent has and this one has not, and why. */
final class OtherFlags {

    private static final String CLUSTER = "it is about a cluster, which this agent does not join yet; see SCOPE.md";
    private static final String TASKS = "it is about executors, which this agent does not run yet; see SCOPE.md";
    private static final String NETWORK = "network/port_mapping is no isolator of this agent";
    private static final String DOCKER =
            "the docker containerizer, which needs a Docker daemon, is no part of this agent";
    private static final String MODULES = "modules are shared libraries for the C++ agent; isolators are added as jars";
    private static final String ISOLATOR = "the isolator that reads it is no part of this agent yet; see SCOPE.md";
    private static final String STORAGE = "storage plug-ins are no part of this agent";
    private static final String BUILT_IN = "this agent has what it needs in itself";

    /** Some of them, and why they are not here. */
    private record Others(String reason, Set<String> names) {
        Others(String reason, String... names) {
            this(reason, Set.of(names));
        }
    }

    private static final List<Others> ALL = List.of(
            new Others(CLUSTER, "master_detector", "authenticatee", "credential", "registration_backoff_factor"),
            new Others(
                    CLUSTER,
                    "authentication_backoff_factor",
                    "authentication_timeout_min",
                    "authentication_timeout_max"),
            new Others(CLUSTER, "zk_session_timeout", "domain", "agent_features", "reconfiguration_policy"),
            new Others(TASKS, "executor_registration_timeout", "executor_reregistration_timeout"),
            new Others(
                    TASKS,
                    "executor_reregistration_retry_interval",
                    "executor_shutdown_grace_period",
                    "recovery_timeout"),
            new Others(
                    TASKS,
                    "max_completed_executors_per_framework",
                    "http_command_executor",
                    "http_executor_domain_sockets"),
            new Others(
                    TASKS,
                    "domain_socket_location",
                    "jwt_secret_key",
                    "executor_secret_key",
                    "authenticate_http_executors"),
            new Others(TASKS, "frameworks_home", "fetcher_cache_size", "fetcher_cache_dir", "strict"),
            new Others(TASKS, "resource_estimator", "qos_controller", "qos_correction_interval_min"),
            new Others(TASKS, "oversubscribed_resources_interval", "volume_gid_range", "secret_resolver"),
            new Others(NETWORK, "ephemeral_ports_per_container", "eth0_name", "lo_name", "network_link_speed"),
            new Others(
                    NETWORK,
                    "egress_rate_limit_per_container",
                    "egress_unique_flow_per_container",
                    "egress_flow_classifier_parent"),
            new Others(NETWORK, "ingress_rate_limit_per_container", "ingress_isolate_existing_containers"),
            new Others(NETWORK, "network_enable_socket_statistics_summary", "network_enable_socket_statistics_details"),
            new Others(NETWORK, "network_enable_snmp_statistics"),
            new Others(
                    DOCKER,
                    "docker",
                    "docker_socket",
                    "docker_remove_delay",
                    "docker_kill_orphans",
                    "docker_mesos_image"),
            new Others(DOCKER, "docker_stop_timeout", "docker_volume_checkpoint_dir", "docker_volume_chown"),
            new Others(MODULES, "hooks", "modules", "modules_dir", "authorizer", "http_authenticators"),
            new Others(ISOLATOR, "allowed_devices", "perf_events", "perf_interval", "perf_duration"),
            new Others(ISOLATOR, "allowed_capabilities", "nvidia_gpu_devices"),
            new Others(
                    ISOLATOR,
                    "seccomp_config_dir",
                    "seccomp_profile_name",
                    "network_cni_plugins_dir",
                    "network_cni_config_dir"),
            new Others(ISOLATOR, "network_cni_root_dir_persist", "network_cni_metrics", "default_container_dns"),
            new Others(ISOLATOR, "network_cni_root_dir_persist", "network_cni_metrics", "default_container_dns"),
            new Others(
                    ISOLATOR,
                    "container_ports_watch_interval",
                    "check_agent_port_range_only",
                    "enforce_container_ports"),
            new Others(ISOLATOR, "container_ports_isolated_range", "cgroups_cpu_enable_pids_and_tids_count"),
            new Others(ISOLATOR, "revocable_cpu_low_priority", "agent_subsystems", "slave_subsystems"),
            new Others(STORAGE, "resource_provider_config_dir", "csi_plugin_config_dir", "disk_profile_adaptor"),
            new Others(
                    BUILT_IN,
                    "launcher_dir",
                    "cgroups_hierarchy",
                    "containerizers",
                    "memory_profiling",
                    "container_logger"),
            new Others(
                    "images of type APPC are no part of this agent",
                    "appc_store_dir",
                    "appc_simple_discovery_uri_prefix"),
            new Others("there is no client for HDFS in this agent", "hadoop_home"),
            new Others(
                    "this agent serves IPv4 and IPv6 alike on the address that --ip names",
                    "ip6",
                    "ip6_discovery_command"),
            new Others("give the address itself, with --ip", "ip_discovery_command"),
            new Others("forbid endpoints with --acls", "firewall_rules"),
            new Others(
                    "lines go to standard error, where the service manager keeps them",
                    "external_log_file",
                    "logbufsecs"),
            new Others(
                    "containers are in cgroups that systemd delegates",
                    "systemd_enable_support",
                    "systemd_runtime_directory"));

    private OtherFlags() {}

    static Optional<String> reason(String name) {
        return ALL.stream()
                .filter(others -> others.names().contains(name))
                .map(Others::reason)
                .findFirst();
    }
}
