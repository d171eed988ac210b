#include "settings/domains.hpp"
#include "settings/key_lists.hpp"

#include <initializer_list>

namespace lockstep {

namespace {

void add(std::vector<Key>& all, Effect effect, std::string_view meaning,
         std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        Key key;
        key.name = name;
        key.kind = SectionKind::session;
        key.meaning = meaning;
        key.effect = effect;
        key.is_quickfix = true;
        all.push_back(key);
    }
}

// Taken with the one value that agrees with what the gateway does anyway.
void add_fixed(std::vector<Key>& all, std::string_view name, std::string_view value,
               std::string_view meaning, std::string_view why) {
    Key key;
    key.name = name;
    key.kind = SectionKind::session;
    key.meaning = meaning;
    key.domain = domain::only(value, why);
    key.default_value = value;
    key.is_quickfix = true;
    all.push_back(key);
}

void add_stores(std::vector<Key>& all) {
    add(all, Effect::none, "numbers are kept below DataDirectory",
        {"FileStorePath", "MySQLStoreUseConnectionPool", "MySQLStoreDatabase", "MySQLStoreUser",
         "MySQLStorePassword", "MySQLStoreHost", "MySQLStorePort",
         "PostgreSQLStoreUseConnectionPool", "PostgreSQLStoreDatabase", "PostgreSQLStoreUser",
         "PostgreSQLStorePassword", "PostgreSQLStoreHost", "PostgreSQLStorePort", "OdbcStoreUser",
         "OdbcStorePassword", "OdbcStoreConnectionString", "RefreshOnLogon"});
    add(all, Effect::none, "message logs are kept below DataDirectory",
        {"FileLogPath",
         "FileLogBackupPath",
         "ScreenLogShowIncoming",
         "ScreenLogShowOutgoing",
         "ScreenLogShowEvents",
         "MySQLLogUseConnectionPool",
         "MySQLLogDatabase",
         "MySQLLogUser",
         "MySQLLogPassword",
         "MySQLLogHost",
         "MySQLLogPort",
         "MySQLLogIncomingTable",
         "MySQLLogOutgoingTable",
         "MySQLLogEventTable",
         "PostgreSQLLogUseConnectionPool",
         "PostgreSQLLogDatabase",
         "PostgreSQLLogUser",
         "PostgreSQLLogPassword",
         "PostgreSQLLogHost",
         "PostgreSQLLogPort",
         "PostgreSQLLogIncomingTable",
         "PostgreSQLLogOutgoingTable",
         "PostgreSQLLogEventTable",
         "OdbcLogUser",
         "OdbcLogPassword",
         "OdbcLogConnectionString",
         "OdbcLogIncomingTable",
         "OdbcLogOutgoingTable",
         "OdbcLogEventTable"});
}

void add_transport(std::vector<Key>& all) {
    add(all, Effect::none, "the gateway's own transport sets its sockets itself",
        {"SocketReuseAddress", "SocketNodelay", "SocketSendBufferSize", "SocketReceiveBufferSize"});
    add(all, Effect::none, "the gateway's page is at ConsoleAddress", {"HttpAcceptPort"});
    add(all, Effect::refused, "the gateway does not choose the address that it dials from",
        {"SocketConnectSourceHost", "SocketConnectSourcePort"});
    all[all.size() - 1].is_numbered = all[all.size() - 2].is_numbered = true;
    add(all, Effect::refused,
        "this version speaks plain TCP, so the connection would not be encrypted",
        {"ServerCertificateFile", "ServerCertificateKeyFile", "ClientCertificateFile",
         "ClientCertificateKeyFile", "CertificationAuthoritiesFile",
         "CertificationAuthoritiesDirectory", "CertificateRevocationListFile",
         "CertificateRevocationListDirectory", "CertificateVerifyLevel", "SSLProtocol",
         "SSLCipherSuite"});
}

void add_session(std::vector<Key>& all) {
    add(all, Effect::none, "it belongs to FIXT.1.1, and every session here is FIX.4.4",
        {"DefaultApplVerID", "TransportDataDictionary", "AppDataDictionary"});
    add(all, Effect::none, "every session is checked against one shared dictionary",
        {"UseDataDictionary", "ValidateFieldsOutOfOrder", "ValidateFieldsHaveValues",
         "ValidateUserDefinedFields", "AllowUnknownMsgFields", "PreserveMessageFieldsOrder"});
    add(all, Effect::none, "QuickFIX itself reads it nowhere (ResetOnLogon=Y sends 141=Y)",
        {"SendResetSeqNumFlag"});
    add(all, Effect::none, "TimestampPrecision says it, and 3 is its default",
        {"MillisecondsInTimeStamp"});
    add(all, Effect::refused, "the gateway's calendar knows StartTime and EndTime alone",
        {"LogonTime", "LogoutTime", "LogonDay", "LogoutDay"});
    add_fixed(all, "ValidateLengthAndChecksum", "Y", "Length and checksum are always checked.",
              "cannot be switched off; remove the line");
    add_fixed(all, "PersistMessages", "Y",
              "Resend requests are always answered, with one gap fill.",
              "would leave resend requests unanswered; remove the line");
    add_fixed(all, "UseLocalTime", "N", "Times are in TimeZone, wherever the gateway runs.",
              "depends on where the gateway runs; remove the line and name the zone in TimeZone");
}

} // namespace

std::vector<Key> quickfix_keys_not_used() {
    std::vector<Key> all;
    add_session(all);
    add_transport(all);
    add_stores(all);
    return all;
}

} // namespace lockstep
