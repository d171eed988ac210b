#include "settings/build.hpp"
#include "settings/file_text.hpp"
#include "settings/secret.hpp"
#include "settings/typed.hpp"

#include <map>

namespace lockstep {

namespace {

void add_endpoint(const EffectiveSection& section, const std::string& number,
                  SessionConfig& session, Problems& problems) {
    const std::string host_key = "SocketConnectHost" + number;
    const std::string port_key = "SocketConnectPort" + number;
    const auto host = read_of(section, host_key, read_host);
    const auto port = read_of(section, port_key, read_whole);
    if (host && port) {
        session.endpoints.push_back({*host, static_cast<std::uint16_t>(*port)});
        return;
    }
    const bool is_reported = section.is_bad(host_key) || section.is_bad(port_key);
    if (is_reported || (!host && !port && !number.empty())) return;
    const std::string& missing = host ? port_key : host_key;
    problems.error(host ? section.place(host_key) : section.place(port_key),
                   "the initiator has no " + missing, "add " + missing + "=");
}

void build_initiator(const EffectiveSection& section, SessionConfig& session, Problems& problems) {
    constexpr int alternatives_max = 99;
    add_endpoint(section, "", session, problems);
    for (int i = 1; i <= alternatives_max; ++i) {
        add_endpoint(section, std::to_string(i), session, problems);
    }
    if (section.gives("SocketAcceptPort")) {
        problems.warning(section.place("SocketAcceptPort"),
                         "SocketAcceptPort has no effect: the session is an initiator",
                         "remove it, or set ConnectionType=acceptor");
    }
}

// An acceptor that other machines can reach believes whoever knows the two names.
void warn_of_strangers(const EffectiveSection& section, Problems& problems) {
    const std::string_view host = section.text("SocketAcceptAddress");
    const bool is_local = host.starts_with("127.") || host == "::1" || host.empty();
    const bool has_password = section.find("Password") != nullptr ||
                              section.find("PasswordFile") != nullptr ||
                              section.is_bad("Password") || section.is_bad("PasswordFile");
    if (is_local || has_password) return;
    problems.warning(section.place("SocketAcceptAddress"),
                     "SocketAcceptAddress lets other machines in, and the acceptor demands no "
                     "password",
                     "add PasswordFile=, or listen on 127.0.0.1");
}

bool is_taken(const Endpoint& wanted, const Endpoint& taken) {
    const bool is_everywhere = wanted.host == "0.0.0.0" || wanted.host == "::";
    return wanted.port == taken.port && (is_everywhere || wanted.host == taken.host);
}

void build_acceptor(const EffectiveSection& section, const Settings& settings,
                    SessionConfig& session, Problems& problems) {
    session.accept.host = text_of(section, "SocketAcceptAddress");
    const auto port = read_of(section, "SocketAcceptPort", read_whole);
    if (port) session.accept.port = static_cast<std::uint16_t>(*port);
    if (!port && !section.is_bad("SocketAcceptPort")) {
        problems.error(section.where(), "the acceptor has no SocketAcceptPort",
                       "add SocketAcceptPort=");
    } else if (port == 0) {
        problems.warning(section.place("SocketAcceptPort"), "SocketAcceptPort takes any free port",
                         "name the port that the peer dials, unless this is a test");
    } else if (port && is_taken(session.accept, settings.gateway.console)) {
        problems.error(section.place("SocketAcceptPort"),
                       "SocketAcceptPort is the port of ConsoleAddress", "use another port");
    }
    warn_of_strangers(section, problems);
    if (section.gives("SocketConnectHost")) {
        problems.warning(section.place("SocketConnectHost"),
                         "SocketConnectHost has no effect: the session is an acceptor",
                         "remove it, or set ConnectionType=initiator");
    }
    if (!session.qualifier.empty()) {
        problems.error(section.place("SessionQualifier"),
                       "SessionQualifier cannot tell acceptor sessions apart: it is not sent",
                       "remove it, and give the sessions different names");
    }
}

void build_schedule(const EffectiveSection& section, SessionConfig& session, Problems& problems) {
    SessionSchedule& schedule = session.schedule;
    schedule.zone = read_of(section, "TimeZone", read_zone).value_or("UTC");
    schedule.start_second = read_of(section, "StartTime", read_time_of_day).value_or(0);
    schedule.end_second = read_of(section, "EndTime", read_time_of_day).value_or(0);
    schedule.start_day = read_of(section, "StartDay", read_weekday);
    schedule.end_day = read_of(section, "EndDay", read_weekday);
    if (section.is_bad("StartDay") || section.is_bad("EndDay")) return;
    if (schedule.start_day.has_value() != schedule.end_day.has_value()) {
        const char* given = schedule.start_day ? "StartDay" : "EndDay";
        problems.error(section.place(given), std::string(given) + " stands alone",
                       "give StartDay and EndDay, or neither");
    }
}

void warn_of_resets(const EffectiveSection& section, Problems& problems) {
    for (const char* key : {"ResetOnLogon", "ResetOnLogout", "ResetOnDisconnect"}) {
        if (!boolean_of(section, key)) continue;
        problems.warning(section.place(key),
                         std::string(key) +
                             "=Y loses what the peer sent while the session was down",
                         "keep it only if the peer demands it");
    }
}

void check_dictionary(const EffectiveSection& section, Problems& problems) {
    const Value* dictionary = section.find("DataDictionary");
    if (dictionary == nullptr) return;
    constexpr std::size_t bytes_max = 64 * 1024 * 1024;
    const auto text = read_file_text(resolved_path(*dictionary), bytes_max);
    if (text) return;
    blame(problems, "DataDictionary", *dictionary,
          Error{text.error().what + "; name a FIX data dictionary, or remove the key"});
}

SessionConfig build_session(const EffectiveSection& section, const Settings& settings,
                            Problems& problems) {
    SessionConfig session;
    session.begin_string = text_of(section, "BeginString");
    session.sender_comp_id = text_of(section, "SenderCompID");
    session.target_comp_id = text_of(section, "TargetCompID");
    session.qualifier = text_of(section, "SessionQualifier");
    session.connection_type = choice_of<ConnectionType>(
        section, "ConnectionType",
        {{"initiator", ConnectionType::initiator}, {"acceptor", ConnectionType::acceptor}});
    if (section.text("ConnectionType") == "initiator") build_initiator(section, session, problems);
    if (section.text("ConnectionType") == "acceptor") {
        build_acceptor(section, settings, session, problems);
    }
    build_schedule(section, session, problems);
    warn_of_resets(section, problems);
    check_dictionary(section, problems);
    session.reconnect_interval_s =
        static_cast<int>(read_of(section, "ReconnectInterval", read_whole).value_or(1));
    session.username = text_of(section, "Username");
    session.password = read_password(section, problems);
    session.market_data = boolean_of(section, "MarketData");
    session.mass_status = boolean_of(section, "MassStatus");
    session.position_reports = boolean_of(section, "PositionReports");
    for (const auto& [key, value] : section.values()) {
        if (!value.key->is_quickfix) continue;
        session.quickfix[key] = value.key->is_path ? resolved_path(value).string() : value.text;
    }
    return session;
}

bool has_full_id(const EffectiveSection& section) {
    return section.find("BeginString") != nullptr && section.find("SenderCompID") != nullptr &&
           section.find("TargetCompID") != nullptr && !section.is_bad("SessionQualifier");
}

} // namespace

void build_sessions(Sections& sections, Settings& settings, Problems& problems) {
    std::map<std::string, Location> seen;
    for (EffectiveSection* section : sections_of(sections, SectionKind::session)) {
        SessionConfig session = build_session(*section, settings, problems);
        if (!has_full_id(*section)) {
            session.target_comp_id.clear(); // such a session cannot be referred to
        } else if (const auto [first, is_new] = seen.emplace(session.id(), section->where());
                   !is_new) {
            problems.error(section->where(),
                           "the session " + session.id() + " is there twice, first at " +
                               first->second.seen_from(section->where()),
                           "give one of them another name, or remove it");
        }
        SessionLimits limits;
        if (const auto most = read_of(*section, "MaxMessagesPerSecond", read_whole)) {
            limits.max_messages_per_second = static_cast<int>(*most);
        }
        settings.sessions.push_back(std::move(session));
        settings.router.sessions.push_back(limits);
    }
}

} // namespace lockstep
