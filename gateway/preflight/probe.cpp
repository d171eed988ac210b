#include "preflight/probe.hpp"

#include "fix/file_name.hpp"
#include "fix/fix44_fields.hpp"
#include "fix/fix44_time.hpp"
#include "fix/raw_fields.hpp"
#include "fix/session_store.hpp"
#include "fix/wall_clock.hpp"
#include "preflight/line.hpp"

#include <algorithm>
#include <cstdio>

namespace lockstep {

namespace {

using Clock = std::chrono::steady_clock;

std::string option(const SessionConfig& config, const char* key, const char* otherwise) {
    const auto found = config.quickfix.find(key);
    return found == config.quickfix.end() ? otherwise : found->second;
}

Clock::duration seconds_of(const SessionConfig& config, const char* key, const char* otherwise) {
    return std::chrono::seconds(std::max(1, plain_number(option(config, key, otherwise))));
}

std::string field(int tag, std::string_view value) {
    return std::to_string(tag) + "=" + std::string(value) + soh;
}

std::string framed(const std::string& begin_string, const std::string& body) {
    std::string text = field(8, begin_string) + field(9, std::to_string(body.size())) + body;
    unsigned sum = 0;
    for (const char c : text) sum += static_cast<unsigned char>(c);
    char digits[4];
    std::snprintf(digits, sizeof digits, "%03u", sum % 256);
    return text + field(10, digits);
}

// Messages that bring nothing with them.
bool is_empty_handed(std::string_view type) {
    return type == "A" || type == "5" || type == "0" || type == "1";
}

bool starts_numbers_again(const SessionConfig& config) {
    return std::ranges::any_of(
        std::initializer_list<const char*>{"ResetOnLogon", "ResetOnLogout", "ResetOnDisconnect"},
        [&](const char* key) { return option(config, key, "N") == "Y"; });
}

// The talk on one connection.
class Talk {
  public:
    Talk(const SessionConfig& config, SessionStore& store, Line& line, ProbeResult& result)
        : config_(config), store_(store), line_(line), result_(result) {}

    void run() {
        const Timestamp sent = wall_clock_now();
        if (!send("A", logon_fields())) return;
        const auto deadline = Clock::now() + seconds_of(config_, "LogonTimeout", "10");
        while (const auto frame = line_.next(deadline)) {
            if (!take(*frame)) continue;
            if (frame->msg_type == "A") {
                hear_logon(*frame, sent);
                log_out();
                return;
            }
            if (frame->msg_type == "5" || frame->msg_type == "3") {
                result_.trouble = "the Logon is refused: " + text_of(*frame);
                return;
            }
        }
        result_.trouble = line_.has_ended() ? "the peer hung up on the Logon, without a word"
                                            : "no answer to the Logon";
    }

  private:
    std::string logon_fields() const {
        std::string body = field(98, "0") + field(108, option(config_, "HeartBtInt", "30"));
        if (!config_.username.empty()) body += field(553, config_.username);
        if (!config_.password.empty()) body += field(554, config_.password);
        return body;
    }

    // The number is used up before the message can arrive: a gap heals, a number sent twice does
    // not.
    bool send(const char* type, const std::string& fields) {
        const int number = store_.getNextSenderMsgSeqNum();
        store_.setNextSenderMsgSeqNum(number + 1);
        const std::string body = field(35, type) + field(34, std::to_string(number)) +
                                 field(49, config_.sender_comp_id) +
                                 field(52, fix44::format_utc_time(wall_clock_now())) +
                                 field(56, config_.target_comp_id) + fields;
        const auto sent =
            line_.send(framed(config_.begin_string, body), Clock::now() + std::chrono::seconds(2));
        if (!sent) result_.trouble = sent.error().what;
        return sent.has_value();
    }

    // False for a message that is not this session's. What carries something, or comes out of
    // order, ends the counting: the gateway shall have it sent again.
    bool take(const Frame& frame) {
        if (frame.sender_comp_id != config_.target_comp_id ||
            frame.target_comp_id != config_.sender_comp_id) {
            return false;
        }
        const bool in_order = frame.msg_seq_num == store_.getNextTargetMsgSeqNum();
        const bool is_reset = find_field(frame.bytes, 141) == "Y";
        counts_ = counts_ && in_order && is_empty_handed(frame.msg_type) && !is_reset;
        if (counts_) store_.incrNextTargetMsgSeqNum();
        return true;
    }

    void hear_logon(const Frame& frame, Timestamp sent) {
        result_.logged_on = true;
        const Timestamp heard = wall_clock_now();
        const auto said = fix44::parse_utc_time(find_field(frame.bytes, 52));
        if (said) result_.peer_ahead = *said - Timestamp(sent.ns + (heard.ns - sent.ns) / 2);
        if (!counts_ && frame.msg_seq_num > store_.getNextTargetMsgSeqNum()) {
            result_.note = "messages " + std::to_string(store_.getNextTargetMsgSeqNum()) + " to " +
                           std::to_string(frame.msg_seq_num - 1) + " wait there for the gateway";
        }
    }

    void log_out() {
        if (!send("5", "")) return;
        const auto deadline = Clock::now() + seconds_of(config_, "LogoutTimeout", "2");
        while (const auto frame = line_.next(deadline)) {
            if (take(*frame) && frame->msg_type == "5") return;
        }
        if (!line_.has_ended()) result_.note = "no answer to the Logout";
    }

    static std::string text_of(const Frame& frame) {
        const std::string_view text = find_field(frame.bytes, 58);
        return text.empty() ? "it says not why" : "\"" + fix44::printable(text, 120) + "\"";
    }

    const SessionConfig& config_;
    SessionStore& store_;
    Line& line_;
    ProbeResult& result_;
    bool counts_ = true; // every message so far was in order, and empty-handed
};

void talk(const SessionConfig& config, const std::filesystem::path& number_folder, Line& line,
          ProbeResult& result) {
    try {
        const Timestamp now = wall_clock_now();
        std::filesystem::create_directories(number_folder);
        SessionStore store(number_folder / (session_file_name(config) + ".numbers"), config.id(),
                           now);
        if (store.numbers_began() < session_window(config.schedule, now).opens) {
            store.begin_numbers(now); // as the gateway would at its next start
        }
        Talk(config, store, line, result).run();
    } catch (const std::exception& error) {
        result.trouble = error.what();
    }
}

} // namespace

ProbeResult probe(const SessionConfig& config, const std::filesystem::path& number_folder) {
    ProbeResult result;
    std::string earlier;
    for (const Endpoint& endpoint : config.endpoints) {
        result = {};
        result.where =
            endpoint.host + (endpoint.port == 0 ? "" : ":" + std::to_string(endpoint.port));
        auto line =
            Line::connect(endpoint, Clock::now() + seconds_of(config, "LogonTimeout", "10"));
        if (!line) {
            result.trouble = line.error().what;
        } else {
            result.connected = true;
            if (starts_numbers_again(config)) {
                result.note = "connected alone: a Logon would start the numbers again";
            } else {
                talk(config, number_folder, *line, result);
            }
        }
        if (result.trouble.empty()) {
            if (!earlier.empty())
                result.note = earlier + (result.note.empty() ? "" : "; ") + result.note;
            return result;
        }
        earlier += (earlier.empty() ? "" : "; ") + result.where + ": " + result.trouble;
    }
    result.trouble = earlier;
    return result;
}

} // namespace lockstep
