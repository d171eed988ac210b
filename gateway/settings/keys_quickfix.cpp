#include "settings/domains.hpp"
#include "settings/key_lists.hpp"
#include "settings/values.hpp"

namespace lockstep {

namespace {

constexpr auto kind = SectionKind::session;

Key quickfix(std::string_view name, std::string_view meaning, Domain domain,
             std::string_view default_value = "") {
    Key key;
    key.name = name;
    key.kind = kind;
    key.meaning = meaning;
    key.domain = std::move(domain);
    key.default_value = default_value;
    key.is_quickfix = true;
    return key;
}

Key required(Key key) {
    key.required = true;
    return key;
}

Key numbered(Key key) {
    key.is_numbered = true;
    return key;
}

Key path(Key key) {
    key.is_path = true;
    return key;
}

Domain identity() {
    return domain::read_by("at most 64 visible ASCII signs, not : or >", [](std::string_view text) {
        if (text.find_first_of(":>") != text.npos) {
            return Result<std::string>(
                failure("holds a sign that separates the parts of a session id; use neither : nor "
                        ">"));
        }
        return read_identifier(text);
    });
}

std::vector<Key> identity_keys() {
    return {
        required(quickfix("BeginString", "Version of the session, tag 8.",
                          domain::only("FIX.4.4", "is a version that this gateway does not speak; "
                                                  "write FIX.4.4"))),
        required(quickfix("SenderCompID", "Our name, tag 49 of what we send.", identity())),
        required(quickfix("TargetCompID", "The peer's name, tag 56 of what we send.", identity())),
        quickfix("SessionQualifier",
                 "Tells two initiator sessions with the same names apart; not sent.", identity()),
        required(quickfix("ConnectionType",
                          "Who dials: `initiator` we do, `acceptor` the peer does.",
                          domain::choice({"acceptor", "initiator"}))),
    };
}

std::vector<Key> transport_keys() {
    return {
        quickfix("SocketAcceptPort",
                 "Acceptor: the port to listen on. Sessions may share one; 0 takes any free port.",
                 domain::whole(0, 65'535)),
        numbered(quickfix("SocketConnectHost",
                          "Initiator: the host to dial. SocketConnectHost1, 2 ... are tried next.",
                          domain::read_by("a host name or an address", read_host))),
        numbered(quickfix("SocketConnectPort", "Initiator: the port to dial, one for each host.",
                          domain::whole(1, 65'535))),
        quickfix("ReconnectInterval",
                 "Initiator: the first wait before dialling again; it doubles, with jitter, up to "
                 "60 s or itself.",
                 domain::whole(1, 3600, "seconds"), "5"),
        quickfix("HeartBtInt", "Initiator: seconds between heartbeats, tag 108.",
                 domain::whole(1, 3600, "seconds"), "30"),
        quickfix("LogonTimeout", "How long an answer to a Logon may take.",
                 domain::whole(1, 3600, "seconds"), "10"),
        quickfix("LogoutTimeout", "How long an answer to a Logout may take.",
                 domain::whole(1, 3600, "seconds"), "2"),
    };
}

std::vector<Key> schedule_keys() {
    return {
        quickfix(
            "StartTime",
            "When the session opens, in TimeZone, with numbers from 1. Equal to EndTime, and no "
            "days: it never closes and its numbers go on.",
            domain::read_by("HH:MM:SS", read_time_of_day), "00:00:00"),
        quickfix("EndTime", "When the session closes, in TimeZone.",
                 domain::read_by("HH:MM:SS", read_time_of_day), "00:00:00"),
        quickfix("StartDay", "For a session that lasts a week: the day on which it opens.",
                 domain::read_by("a weekday, at least two letters", read_weekday)),
        quickfix("EndDay", "For a session that lasts a week: the day on which it closes.",
                 domain::read_by("a weekday, at least two letters", read_weekday)),
    };
}

std::vector<Key> behaviour_keys() {
    return {
        quickfix("CheckCompID", "Refuse messages whose tags 49 and 56 are not this session's.",
                 domain::boolean(), "Y"),
        quickfix(
            "CheckLatency",
            "Refuse messages whose SendingTime is off by more than MaxLatency. (QuickFIX's own "
            "default is Y; Lockstep judges age by MaxSignalAge instead.)",
            domain::boolean(), "N"),
        quickfix("MaxLatency", "For CheckLatency=Y.", domain::whole(1, 86'400, "seconds"), "120"),
        quickfix("ResetOnLogon", "Start numbers again at every Logon.", domain::boolean(), "N"),
        quickfix("ResetOnLogout", "Start numbers again after a Logout.", domain::boolean(), "N"),
        quickfix("ResetOnDisconnect", "Start numbers again after a lost connection.",
                 domain::boolean(), "N"),
        quickfix("SendRedundantResendRequests",
                 "Ask again for a gap that has been asked for already.", domain::boolean(), "N"),
        quickfix("ResendRequestChunkSize",
                 "Most messages that one resend request asks for, where the peer limits it (CME: "
                 "2500); 0 asks for all. (The name is QuickFIX/J's.)",
                 domain::whole(0, 1'000'000, "messages"), "0"),
        quickfix("TimestampPrecision", "Decimals of the seconds in the times that we send.",
                 domain::whole(0, 9, "digits"), "3"),
        path(quickfix("DataDictionary",
                      "A dictionary in place of the gateway's own fix_specs/FIX44.xml.",
                      domain::text(1000))),
    };
}

} // namespace

std::vector<Key> quickfix_keys() {
    std::vector<Key> all = identity_keys();
    for (const auto& list : {transport_keys(), schedule_keys(), behaviour_keys()}) {
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace lockstep
