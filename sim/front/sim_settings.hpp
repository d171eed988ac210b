// The settings of one simulator, checked and complete. docs/simulator.md lists every key.
#pragma once

#include "front/problem.hpp"
#include "proto/instrument.hpp"
#include "proto/order.hpp"
#include "venue/account.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// [INSTRUMENT]
struct InstrumentSettings {
    Instrument contract;
    Price start_price;                      // StartPrice
    std::int64_t protection_ticks = 40;     // ProtectionTicks: how far a market order may reach
    Quantity depth{0};                      // Depth: lots that the market shows on each side
    std::optional<InstrumentId> moves_with; // MovesWith: its price goes where that one's is moved
    std::int64_t background_per_s = 0; // BackgroundRate: steps of the background market a second
};

enum class SessionKind : std::uint8_t { broker, drop_copy, market_data }; // Kind

// How a broker answers questions after all orders (35=AF) and positions (35=AN) of an account:
// MassQuestions. `incomplete` leaves out every second order or position.
enum class MassQuestions : std::uint8_t { answered, incomplete, ignored, refused };

// [SESSION]
struct SessionSettings {
    std::string name; // Name: how scripts and the port file call it; default SenderCompID
    SessionKind kind = SessionKind::broker;
    bool acceptor = true; // ConnectionType
    std::string begin_string;
    std::string sender_comp_id;
    std::string target_comp_id;
    std::string host;       // SocketAcceptAddress or SocketConnectHost
    std::uint16_t port = 0; // SocketAcceptPort (0: any free one) or SocketConnectPort
    int heartbeat_s = 30;   // HeartBtInt, of an initiator
    Duration reconnect_interval = Duration::seconds(1); // ReconnectInterval
    bool cancel_on_disconnect = false;                  // CancelOnDisconnect
    MassQuestions mass_questions = MassQuestions::answered;
    Duration mass_question_delay; // MassQuestionDelay: how late they are answered
    int resend_messages = 0;      // ResendMessages: how many sent messages can be sent again
    // QuickFIX's own keys, as its SessionFactory reads them.
    std::map<std::string, std::string> quickfix;
};

// [ACCOUNT]
struct AccountSettings {
    std::string name;                      // Account, tag 1
    std::optional<SessionIndex> session;   // Session: the broker session that trades it
    std::optional<SessionIndex> drop_copy; // DropCopySession: where its reports are copied to
    Money balance;                         // Balance
};

struct SimSettings {
    std::string file;
    std::vector<InstrumentSettings> instruments;
    std::vector<SessionSettings> sessions;
    std::vector<AccountSettings> accounts;

    std::optional<InstrumentId> find_instrument(std::string_view symbol) const;
    std::optional<SessionIndex> find_session(std::string_view name) const;
    std::optional<AccountIndex> find_account(std::string_view name) const;
};

// Checks the text of a settings file. Every mistake of the file is added to `problems`, in the
// order of lines; the settings are complete only when there is none. `file` names it in messages.
SimSettings read_settings(std::string_view file, std::string_view text,
                          std::vector<Problem>& problems);

} // namespace lockstep::sim
