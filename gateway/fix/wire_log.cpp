#include "fix/wire_log.hpp"

#include "fix/file_name.hpp"
#include "fix/raw_fields.hpp"
#include "fix/wall_clock.hpp"

#include <stdexcept>
#include <utility>

namespace lockstep {
namespace {

bool is_secret(int tag) {
    return tag == 554 || tag == 925 || tag == 96 || tag == 1402 || tag == 1404;
}

// Only these may carry secrets; MsgType is the third field.
bool may_hold_secrets(std::string_view message) {
    const std::size_t at = message.find("\x01"
                                        "35=");
    const std::string_view type = at == message.npos ? "" : message.substr(at + 4, 3);
    return type.starts_with("A\x01") || type == "BE\x01";
}

} // namespace

std::string redacted(std::string_view message) {
    if (!may_hold_secrets(message)) return std::string(message);
    std::string out;
    RawFields fields(message);
    for (RawField field; fields.next(field);) {
        out += std::to_string(field.tag);
        out += '=';
        out += is_secret(field.tag) ? std::string_view("***") : field.value;
        out += soh;
    }
    if (fields.fault() != FieldFault::none) out += "[the rest is withheld: " + fields.what() + "]";
    return out;
}

WireLog::WireLog(const std::filesystem::path& folder, const std::string& name, LogWriter& writer)
    : writer_(writer), messages_(writer.open(folder / (name + ".messages.current.log"))),
      events_(writer.open(folder / (name + ".event.current.log"))) {}

WireLog::~WireLog() {
    writer_.close(messages_);
    writer_.close(events_);
}

void WireLog::onIncoming(const std::string& message) { write_message(message); }
void WireLog::onOutgoing(const std::string& message) { write_message(message); }

void WireLog::onEvent(const std::string& text) {
    if (text != "Disconnecting") last_event_ = text;
    written_ = true;
    writer_.write(events_, wall_clock_now(), text);
}

void WireLog::write_message(const std::string& message) {
    written_ = true;
    if (may_hold_secrets(message)) {
        writer_.write(messages_, wall_clock_now(), redacted(message));
    } else {
        writer_.write(messages_, wall_clock_now(), message);
    }
}

void WireLog::flush() {
    if (!std::exchange(written_, false)) return;
    writer_.flush(messages_);
    writer_.flush(events_);
}

WireLogRoom::WireLogRoom(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) {
        throw std::runtime_error("message logs in " + folder_.string() + ": " + error.message());
    }
}

std::unique_ptr<WireLog> WireLogRoom::open(const SessionConfig& config) {
    return open(session_file_name(config));
}

std::unique_ptr<WireLog> WireLogRoom::open(const std::string& name) {
    return std::make_unique<WireLog>(folder_, name, writer_);
}

std::size_t WireLogRoom::lines_dropped() const { return writer_.dropped(); }

} // namespace lockstep
