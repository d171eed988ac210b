// One [SESSION] of the settings file, checked and complete.
#pragma once

#include "settings/calendar.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lockstep {

enum class ConnectionType : std::uint8_t { acceptor, initiator };

struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    bool operator==(const Endpoint&) const = default;
};

struct SessionConfig {
    std::string begin_string;   // "FIX.4.4"
    std::string sender_comp_id; // tag 49 of what we send
    std::string target_comp_id; // tag 56 of what we send
    std::string qualifier;      // SessionQualifier, usually empty
    ConnectionType connection_type = ConnectionType::initiator;
    std::vector<Endpoint> endpoints; // initiator: SocketConnectHost/Port, then Host1/Port1, ...
    Endpoint accept; // acceptor: SocketAcceptAddress (default 127.0.0.1), SocketAcceptPort
    int reconnect_interval_s = 5; // ReconnectInterval: first wait, doubled with jitter up to 60 s
    std::string username;         // tag 553 on Logon
    std::string password; // tag 554 on Logon, from PasswordFile or the environment; never logged
    SessionSchedule schedule;      // StartTime, EndTime, StartDay, EndDay in TimeZone
    bool market_data = false;      // MarketData=Y: ask this session for marks (35=V)
    bool mass_status = false;      // MassStatus=Y: the peer answers 35=AF
    bool position_reports = false; // PositionReports=Y: the peer answers 35=AN
    bool leads = false;            // a leader's: its fills make orders for every follower
    // QuickFIX's own keys as they stand for this session, defaults applied, ours left out.
    std::map<std::string, std::string> quickfix;

    // QuickFIX's text: BeginString:SenderCompID->TargetCompID[:Qualifier]
    std::string id() const {
        return begin_string + ":" + sender_comp_id + "->" + target_comp_id +
               (qualifier.empty() ? "" : ":" + qualifier);
    }
};

} // namespace lockstep
