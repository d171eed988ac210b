// FIX 4.4 as plain as the standard has it: what a peer's message means, and how an order is said.
// fix_specs/fix44.md is the page of every tag that is read and sent, and of what is refused.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "fix/fix44_sent.hpp"
#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "router/config.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lockstep::fix44 {

// Which ExecType values (tag 150) bring a fill.
enum class FillStyle : std::uint8_t {
    trade, // F alone, as FIX 4.4 has it
    mixed, // 1 and 2 as well, for peers that kept the habit of FIX 4.2
};

// An account that a session carries: tag 1, and whose it is.
struct CarriedAccount {
    std::string account;
    std::variant<LeaderId, FollowerId> owner;
};

// What reading one session's messages takes. `config` and `sent` must outlive it.
struct Context {
    const RouterConfig* config = nullptr;
    SessionIndex session;
    std::vector<CarriedAccount> accounts;
    FillStyle fill_style = FillStyle::trade;
    const SentOrders* sent = nullptr; // finds the order that an answer names; may be left out
};

// The accounts of `config` that `session` carries, and the rest of a context.
Context make_context(const RouterConfig& config, SessionIndex session, const SentOrders* sent,
                     FillStyle fill_style = FillStyle::trade);

// Something that a person should be able to read.
struct Note {
    Severity severity = Severity::info;
    std::string text;
};

// What a message comes to. Without events it asks for no act, and a note, if there is one, says
// why; with events a note says what of the message could not be taken over.
struct Reading {
    std::vector<EventBody> events; // in the order in which they have to be stepped
    std::optional<Note> note;
};

// Why nothing was read from a message. Nothing of a refused message is acted upon.
struct Refusal {
    int tag = 0;           // the tag that is wrong, or 0 when it is none alone
    bool malformed = true; // the message breaks FIX 4.4, so a reject may answer it; otherwise it
                           // only does not fit our settings (an account that is not mapped)
    std::string what;      // names tag and value, in printable text of bounded length
};

using Decoded = std::expected<Reading, Refusal>;

// Reads a message that was parsed with our dictionary (session_dictionaries.hpp). Takes every
// MsgType: what has no meaning for a copier is an empty reading. Never throws for what a peer may
// send.
//
// It keeps no state: a report repeated is an event repeated, and a stop's second 150=0 is
// `accepted` again. The machine behind the journal tells those apart.
Decoded decode(const FIX::Message& message, const Context& context);

// Questions as messages, MsgType and body; the session adds the rest of the header. Only the tags
// of fix44.md are set. The ids must be of `config`. Orders are written by fix44_order_text.hpp.
FIX::Message encode(const StatusRequest& request, const RouterConfig& config);
// 35=AF with 585=7 and the account: all its orders.
FIX::Message encode(const MassStatusRequest& request, const RouterConfig& config);
// 35=AN with 724=0 and 263=0: what the account holds now.
FIX::Message encode(const PositionRequest& request, const RouterConfig& config,
                    Timestamp transact_time);

// 35=V: trades of `instruments`, a snapshot and then updates, under `request_id` (tag 262).
FIX::Message market_data_request(std::span<const InstrumentId> instruments,
                                 const RouterConfig& config, std::string_view request_id);

// 35=BB: the balance of `account` (tag 1), now and when it changes, under `inquiry_id` (tag 909).
FIX::Message collateral_inquiry(std::string_view account, std::string_view inquiry_id);

// What SentOrders has to remember of a command that was sent.
SentOrder sent_order(const NewOrder& order);
SentOrder sent_order(const ReplaceOrder& replace);
SentOrder sent_order(const CancelOrder& cancel);
SentOrder sent_order(const StatusRequest& request);
SentOrder sent_order(const MassStatusRequest& request);
SentOrder sent_order(const PositionRequest& request);

} // namespace lockstep::fix44
