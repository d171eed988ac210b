// A FIX 4.4 peer that says what the test says, right or wrong, and keeps its numbers over
// connections.
#pragma once

#include "e2e/loopback.hpp"

#include <cstdint>
#include <string>

namespace lockstep::e2e {

// Texts of messages have | for the separator.
class RawPeer {
  public:
    // As the peer has it: its own name, and the gateway's.
    RawPeer(std::string sender, std::string target)
        : sender_(std::move(sender)), target_(std::move(target)) {}

    // Dials and logs on with the next number; true when the Logon is answered.
    bool log_on(std::uint16_t port);
    // A message of `type` with the header, right length and checksum, under the next number.
    std::string message(const std::string& type, const std::string& fields);
    void send(const std::string& type, const std::string& fields) { write(message(type, fields)); }
    void write(const std::string& bytes) { socket_.write(bytes); }
    // Gives back the number of a message that was not taken.
    void take_back_number() { --next_number_; }

    // Whether a message with `part` (such as "|35=3|") has come on this connection.
    bool has_seen(const std::string& part);
    bool is_closed();
    void close() { socket_.close(); }

  private:
    void listen();

    std::string sender_;
    std::string target_;
    std::uint32_t next_number_ = 1;
    LoopbackSocket socket_;
    std::string seen_; // with |
};

// `fields` (35= first) between right tags 8, 9 and 10.
std::string framed(const std::string& fields);

// Now, as tags 52 and 60 have it.
std::string utc_now();

} // namespace lockstep::e2e
