//! Every hub file, with the log sources whose fields it has.

use super::{Hub, load};
use std::sync::OnceLock;

/// A hub file; it is read when one of its log sources is first asked for.
pub(super) struct HubText {
    /// Its log sources, as the file says too.
    pub(super) sources: &'static [&'static str],
    text: &'static str,
    hub: OnceLock<Hub>,
}

impl HubText {
    const fn new(sources: &'static [&'static str], text: &'static str) -> Self {
        Self { sources, text, hub: OnceLock::new() }
    }

    pub(super) fn load(&'static self) -> &'static Hub {
        self.hub.get_or_init(|| {
            load::hub(self.text).unwrap_or_else(|e| panic!("invariant: {:?}: {e}", self.sources))
        })
    }
}

/// Every hub file. A new one is one entry.
pub(super) static FILES: [HubText; 66] = [
    HubText::new(&["aws.cloudtrail"], include_str!("../../data/hubs/cloudtrail.toml")),
    HubText::new(
        &["windows.process_creation", "windows.process_termination"],
        include_str!("../../data/hubs/windows-process.toml"),
    ),
    HubText::new(
        &[
            "windows.registry_event",
            "windows.registry_set",
            "windows.registry_add",
            "windows.registry_delete",
            "windows.registry_rename",
        ],
        include_str!("../../data/hubs/windows-registry.toml"),
    ),
    HubText::new(&["okta.system"], include_str!("../../data/hubs/okta.toml")),
    HubText::new(
        &["windows.file_event", "windows.file_delete", "windows.file_change"],
        include_str!("../../data/hubs/windows-file.toml"),
    ),
    HubText::new(
        &["windows.network_connection"],
        include_str!("../../data/hubs/windows-network.toml"),
    ),
    HubText::new(&["windows.dns_query"], include_str!("../../data/hubs/windows-dns.toml")),
    HubText::new(&["windows.image_load"], include_str!("../../data/hubs/windows-image.toml")),
    HubText::new(&["windows.ps_script"], include_str!("../../data/hubs/windows-powershell.toml")),
    HubText::new(&["windows.security"], include_str!("../../data/hubs/windows-security.toml")),
    HubText::new(&["m365.audit"], include_str!("../../data/hubs/m365.toml")),
    HubText::new(&["kubernetes.audit"], include_str!("../../data/hubs/kubernetes.toml")),
    HubText::new(&["gcp.audit"], include_str!("../../data/hubs/gcp.toml")),
    HubText::new(&["github.audit"], include_str!("../../data/hubs/github.toml")),
    HubText::new(&["azure.auditlogs"], include_str!("../../data/hubs/azure-audit.toml")),
    HubText::new(&["azure.signinlogs"], include_str!("../../data/hubs/azure-signin.toml")),
    HubText::new(&["linux.auditd"], include_str!("../../data/hubs/linux-auditd.toml")),
    HubText::new(&["linux.process_creation"], include_str!("../../data/hubs/linux-process.toml")),
    HubText::new(&["antivirus"], include_str!("../../data/hubs/antivirus.toml")),
    HubText::new(&["azure.activitylogs"], include_str!("../../data/hubs/azure-activity.toml")),
    HubText::new(&["azure.riskdetection"], include_str!("../../data/hubs/azure-identity.toml")),
    HubText::new(&["azure.platformlogs"], include_str!("../../data/hubs/azure-platform.toml")),
    HubText::new(&["dns"], include_str!("../../data/hubs/dns.toml")),
    HubText::new(&["firewall"], include_str!("../../data/hubs/firewall.toml")),
    HubText::new(&["fortigate"], include_str!("../../data/hubs/fortigate.toml")),
    HubText::new(
        &["google_workspace.admin"],
        include_str!("../../data/hubs/google-workspace.toml"),
    ),
    HubText::new(
        &["linux.file_event", "linux.file_delete"],
        include_str!("../../data/hubs/linux-file.toml"),
    ),
    HubText::new(&["linux.network_connection"], include_str!("../../data/hubs/linux-network.toml")),
    HubText::new(&["macos.file_event"], include_str!("../../data/hubs/macos-file.toml")),
    HubText::new(&["macos.process_creation"], include_str!("../../data/hubs/macos-process.toml")),
    HubText::new(&["proxy"], include_str!("../../data/hubs/proxy.toml")),
    HubText::new(&["webserver"], include_str!("../../data/hubs/webserver.toml")),
    HubText::new(
        &["windows.application"],
        include_str!("../../data/hubs/windows-application.toml"),
    ),
    HubText::new(&["windows.windefend"], include_str!("../../data/hubs/windows-defender.toml")),
    HubText::new(&["windows.driver_load"], include_str!("../../data/hubs/windows-driver.toml")),
    HubText::new(
        &[
            "windows.taskscheduler",
            "windows.codeintegrity-operational",
            "windows.firewall-as",
            "windows.bits-client",
            "windows.appxdeployment-server",
            "windows.dns-client",
            "windows.msexchange-management",
            "windows.ntlm",
            "windows.iis-configuration",
            "windows.dns-server",
            "windows.driver-framework",
            "windows.applocker",
            "windows.terminalservices-localsessionmanager",
            "windows.printservice-admin",
            "windows.printservice-operational",
            "windows.smbclient-security",
            "windows.shell-core",
            "windows.security-mitigations",
            "windows.capi2",
            "windows.certificateservicesclient-lifecycle-system",
            "windows.lsa-server",
            "windows.openssh",
            "windows.ldap",
            "windows.diagnosis-scripted",
            "windows.vhdmp",
            "windows.wmi",
            "windows.sysmon",
            "windows.smbclient-connectivity",
            "windows.smbserver-connectivity",
            "windows.appmodel-runtime",
            "windows.appxpackaging-om",
            "windows.dns-server-analytic",
            "windows.dns-server-audit",
            "windows.dhcp",
            "windows.microsoft-servicebus-client",
            "windows.bitlocker",
            "windows.terminalservices-remoteconnectionmanager",
            "windows.process_tampering",
            "windows.sysmon_status",
            "windows.sysmon_error",
        ],
        include_str!("../../data/hubs/windows-other.toml"),
    ),
    HubText::new(&["windows.pipe_created"], include_str!("../../data/hubs/windows-pipe.toml")),
    HubText::new(
        &["windows.ps_classic", "windows.ps_classic_start", "windows.ps_classic_provider_start"],
        include_str!("../../data/hubs/windows-powershell-classic.toml"),
    ),
    HubText::new(
        &["windows.ps_module", "windows.powershell"],
        include_str!("../../data/hubs/windows-powershell-module.toml"),
    ),
    HubText::new(
        &["windows.process_access"],
        include_str!("../../data/hubs/windows-process-access.toml"),
    ),
    HubText::new(
        &["windows.raw_access_thread"],
        include_str!("../../data/hubs/windows-raw-access.toml"),
    ),
    HubText::new(
        &["windows.create_remote_thread"],
        include_str!("../../data/hubs/windows-remote-thread.toml"),
    ),
    HubText::new(&["rpc_firewall"], include_str!("../../data/hubs/windows-rpc-firewall.toml")),
    HubText::new(
        &["windows.create_stream_hash"],
        include_str!("../../data/hubs/windows-stream.toml"),
    ),
    HubText::new(&["windows.system"], include_str!("../../data/hubs/windows-system.toml")),
    HubText::new(&["windows.wmi_event"], include_str!("../../data/hubs/windows-wmi.toml")),
    HubText::new(
        &["windows.file_rename", "windows.file_executable_detected", "windows.file_block"],
        include_str!("../../data/hubs/windows-file-other.toml"),
    ),
    HubText::new(
        &["windows.process_creation.security"],
        include_str!("../../data/hubs/windows-process-security.toml"),
    ),
    HubText::new(&["bitbucket.audit"], include_str!("../../data/hubs/bitbucket.toml")),
    HubText::new(&["opencanary"], include_str!("../../data/hubs/opencanary.toml")),
    HubText::new(&["onelogin"], include_str!("../../data/hubs/onelogin.toml")),
    HubText::new(&["aws.security_lake"], include_str!("../../data/hubs/aws-ocsf.toml")),
    HubText::new(&["windows.admon"], include_str!("../../data/hubs/windows-admon.toml")),
    HubText::new(&["cisco.aaa"], include_str!("../../data/hubs/cisco-ios.toml")),
    HubText::new(&["aws.vpcflow"], include_str!("../../data/hubs/aws-vpcflow.toml")),
    HubText::new(&["aws.s3access"], include_str!("../../data/hubs/aws-s3access.toml")),
    HubText::new(&["azure.graphactivitylogs"], include_str!("../../data/hubs/azure-graph.toml")),
    HubText::new(
        &["linux.syslog", "linux.auth"],
        include_str!("../../data/hubs/linux-syslog.toml"),
    ),
    HubText::new(&["macos.network_connection"], include_str!("../../data/hubs/macos-network.toml")),
    HubText::new(
        &["elastic.alerts", "endgame.alerts", "ml.anomaly", "elastic.apm", "elastic.traffic"],
        include_str!("../../data/hubs/elastic.toml"),
    ),
    HubText::new(&["suricata"], include_str!("../../data/hubs/suricata.toml")),
    HubText::new(&["crowdstrike.fdr"], include_str!("../../data/hubs/crowdstrike.toml")),
    HubText::new(
        &["google_workspace.gmail", "google_workspace.drive"],
        include_str!("../../data/hubs/gsuite.toml"),
    ),
    HubText::new(&["cisco.duo"], include_str!("../../data/hubs/cisco-duo.toml")),
    HubText::new(
        &["windows.file_access"],
        include_str!("../../data/hubs/windows-file-access.toml"),
    ),
    HubText::new(&["zeek.*"], include_str!("../../data/hubs/zeek.toml")),
];
