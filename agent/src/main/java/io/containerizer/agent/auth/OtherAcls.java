package io.containerizer.agent.auth;

import java.util.Map;

/** ACLs for what only a master does, or no agent of this kind: one file may serve all, so their form is checked, no more. */
final class OtherAcls {

    private OtherAcls() {}

    /** By name, the field that says what the action is done to. */
    static Map<String, String> objectNames() {
        return Map.ofEntries(
                Map.entry("register_frameworks", "roles"),
                Map.entry("reserve_resources", "roles"),
                Map.entry("unreserve_resources", "reserver_principals"),
                Map.entry("create_volumes", "roles"),
                Map.entry("destroy_volumes", "creator_principals"),
                Map.entry("resize_volumes", "roles"),
                Map.entry("teardown_frameworks", "framework_principals"),
                Map.entry("update_weights", "roles"),
                Map.entry("get_quotas", "roles"),
                Map.entry("update_quotas", "roles"),
                Map.entry("register_agents", "agents"),
                Map.entry("update_maintenance_schedules", "machines"),
                Map.entry("get_maintenance_schedules", "machines"),
                Map.entry("start_maintenances", "machines"),
                Map.entry("stop_maintenances", "machines"),
                Map.entry("get_maintenance_statuses", "machines"),
                Map.entry("drain_agents", "agents"),
                Map.entry("deactivate_agents", "agents"),
                Map.entry("reactivate_agents", "agents"),
                Map.entry("mark_agents_gone", "agents"),
                Map.entry("modify_resource_provider_configs", "resource_providers"),
                Map.entry("mark_resource_providers_gone", "resource_providers"),
                Map.entry("view_resource_providers", "resource_providers"),
                Map.entry("create_block_disks", "roles"),
                Map.entry("destroy_block_disks", "roles"),
                Map.entry("create_mount_disks", "roles"),
                Map.entry("destroy_mount_disks", "roles"),
                Map.entry("destroy_raw_disks", "roles"));
    }
}
