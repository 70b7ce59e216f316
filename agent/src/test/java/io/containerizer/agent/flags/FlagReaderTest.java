package io.containerizer.agent.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.FlagValues;
import io.containerizer.lifecycle.EngineFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagReaderTest {

    private static FlagValues read(Map<String, String> variables, String... words) {
        return FlagReader.read(AgentFlagSet.all().values(), List.of(words), variables);
    }

    private static FlagValues read(String... words) {
        return read(Map.of(), words);
    }

    @Test
    void readsWhatMesosReads() {
        FlagValues flags = read(
                "--PORT=0x10",
                "--quiet",
                "--no-hostname_lookup",
                "--gc_delay=1.5hrs",
                "--isolation=a,b=c",
                "--",
                "--x");
        assertThat(flags.get(AgentFlags.PORT)).isEqualTo(16);
        assertThat(flags.get(AgentFlags.QUIET)).isTrue();
        assertThat(flags.get(AgentFlags.HOSTNAME_LOOKUP)).isFalse();
        assertThat(flags.get(AgentFlags.GC_DELAY)).isEqualTo(Duration.ofMinutes(90));
        assertThat(flags.get(EngineFlags.ISOLATION)).isEqualTo("a,b=c");
    }

    @Test
    void theCommandLineWinsOverVariables() {
        Map<String, String> variables =
                Map.of("MESOS_PORT", "1", "MESOS_QUIET", "", "MESOS_NATIVE_LIBRARY", "/x", "PORT", "7");
        assertThat(read(variables, "--port=2").get(AgentFlags.PORT)).isEqualTo(2);
        assertThat(read(variables).get(AgentFlags.PORT)).isEqualTo(1);
        assertThat(read(variables).get(AgentFlags.QUIET)).isTrue();
    }

    @Test
    void takesValuesOutOfFilesButForPaths(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("attributes"), "rack:r1");
        FlagValues flags = read("--attributes=file://" + file, "--work_dir=file:///a");
        assertThat(flags.find(AgentFlags.ATTRIBUTES)).contains("rack:r1");
        assertThat(flags.get(EngineFlags.WORK_DIR)).hasToString("file:/a");
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> read(
                        "word",
                        "--prot=1",
                        "--port=70000",
                        "--quiet=maybe",
                        "--gc_delay",
                        "--no-port",
                        "--no-quiet=1",
                        "--ip=1.2.3.4",
                        "--ip=1.2.3.4",
                        "--docker_socket=/x",
                        "--acls=file:///none"))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining("'word' is no flag")
                .hasMessageContaining("--prot is not known, did you mean --port?")
                .hasMessageContaining("--port: ")
                .hasMessageContaining("--quiet: ")
                .hasMessageContaining("--gc_delay needs a value: --gc_delay=DURATION")
                .hasMessageContaining("--no-port makes no sense")
                .hasMessageContaining("--no-quiet takes no value")
                .hasMessageContaining("--ip is given twice")
                .hasMessageContaining("--docker_socket has no effect here: the docker containerizer")
                .hasMessageContaining("--acls: cannot read /none");
    }

    /** Every flag of Mesos' agent is one of ours, or refused with a reason. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "work_dir runtime_dir launcher_dir launcher isolation containerizers default_container_info sandbox_directory",
                "switch_user container_logger executor_environment_variables frameworks_home hadoop_home default_role resources",
                "attributes hooks modules modules_dir secret_resolver systemd_enable_support systemd_runtime_directory",
                "volume_gid_range http_heartbeat_interval memory_profiling cgroups_hierarchy cgroups_root",
                "cgroups_destroy_timeout cgroups_enable_cfs cgroups_limit_swap cgroups_cpu_enable_pids_and_tids_count",
                "cgroups_net_cls_primary_handle cgroups_net_cls_secondary_handles allowed_devices agent_subsystems",
                "revocable_cpu_low_priority perf_events perf_interval perf_duration default_container_shm_size",
                "disallow_sharing_agent_ipc_namespace disallow_sharing_agent_pid_namespace effective_capabilities",
                "bounding_capabilities host_path_volume_force_creation nvidia_gpu_devices seccomp_config_dir",
                "seccomp_profile_name enforce_container_disk_quota container_disk_watch_interval disk_watch_interval",
                "xfs_project_range xfs_kill_containers xfs_quota_headroom gc_delay gc_disk_headroom",
                "gc_non_executor_container_sandboxes image_providers image_provisioner_backend image_gc_config docker_registry",
                "docker_store_dir docker_config docker_ignore_runtime docker_volume_checkpoint_dir docker_volume_chown",
                "appc_store_dir appc_simple_discovery_uri_prefix fetcher_cache_size fetcher_cache_dir fetcher_stall_timeout",
                "network_cni_plugins_dir network_cni_config_dir network_cni_root_dir_persist network_cni_metrics",
                "default_container_dns container_ports_watch_interval check_agent_port_range_only enforce_container_ports",
                "container_ports_isolated_range ephemeral_ports_per_container eth0_name lo_name network_link_speed",
                "executor_registration_timeout executor_reregistration_timeout executor_reregistration_retry_interval",
                "executor_shutdown_grace_period recovery_timeout recover strict reconfiguration_policy",
                "max_completed_executors_per_framework http_command_executor http_executor_domain_sockets",
                "domain_socket_location jwt_secret_key authenticate_http_readonly authenticate_http_readwrite",
                "authenticate_http_executors agent_features master master_detector ip ip_discovery_command ip6",
                "ip6_discovery_command port advertise_ip advertise_port hostname hostname_lookup acls authorizer authenticatee",
                "credential http_credentials http_authenticators firewall_rules domain resource_estimator qos_controller",
                "qos_correction_interval_min oversubscribed_resources_interval registration_backoff_factor",
                "authentication_backoff_factor authentication_timeout_min authentication_timeout_max zk_session_timeout",
                "resource_provider_config_dir csi_plugin_config_dir disk_profile_adaptor docker docker_socket",
                "docker_remove_delay docker_kill_orphans docker_mesos_image docker_stop_timeout logging_level quiet log_dir",
                "slave_subsystems allowed_capabilities executor_secret_key external_log_file logbufsecs"
            })
    void knowsEveryFlagOfMesos(String names) {
        for (String name : names.split(" ")) {
            boolean ours = AgentFlagSet.all().containsKey(name);
            assertThat(ours != OtherFlags.reason(name).isPresent())
                    .as("%s is either a flag of ours, or refused with a reason", name)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "port, 5051",
        "isolation, 'posix/cpu,posix/mem'",
        "gc_delay, 1weeks",
        "gc_disk_headroom, 0.1",
        "disk_watch_interval, 1mins",
        "http_heartbeat_interval, 30secs",
        "default_role, *",
        "recover, reconnect",
        "xfs_project_range, '[5000-10000]'",
        "container_disk_watch_interval, 15secs"
    })
    void hasTheDefaultsOfMesos(String name, String value) {
        assertThat(AgentFlagSet.inForce(FlagValues.NONE)).containsEntry(name, value);
    }

    @Test
    void showsNoSecrets() {
        FlagValues flags = new FlagValues(Map.of("http_credentials", "{\"credentials\":[]}", "docker_config", "{}"));
        assertThat(AgentFlagSet.inForce(flags))
                .containsEntry("http_credentials", "<secret>")
                .containsEntry("docker_config", "<secret>");
    }
}
