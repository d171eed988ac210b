// A FIX client of a few lines for tests: raw bytes over a blocking socket, no engine behind it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim::test {

// One received message: its fields in order.
struct WireMessage {
    std::vector<std::pair<int, std::string>> fields;
    std::string get(int tag) const; // first occurrence, "" when absent
    std::vector<std::string> all(int tag) const;
};

class WireClient {
  public:
    WireClient(std::uint16_t port, std::string sender, std::string target);
    ~WireClient();
    WireClient(WireClient&& other) noexcept;
    WireClient(const WireClient&) = delete;

    // Sends "35=D|11=a|..." with header (numbered), length and checksum around it.
    void send(std::string_view body);
    void send_raw(std::string_view bytes);
    void log_on(std::string_view more = "");
    // The next message that is no heartbeat; none when the peer hung up or 5 s passed.
    std::optional<WireMessage> receive();
    // Skips messages until one of this type comes.
    WireMessage await(std::string_view type);
    // The next execution report or cancel reject, as "150=0 39=0 11=a 14=0 151=2".
    std::string await_report(std::initializer_list<int> tags);
    // Whether the peer closed the connection within 5 s.
    bool closed();
    void close();

    int next_number = 1;

  private:
    int socket_ = -1;
    std::string sender_;
    std::string target_;
    std::string buffer_;
};

// "8=FIX.4.4|9=..|" + fields + "10=..|", with `|` for the separator in `fields`.
std::string framed(std::string_view fields);

} // namespace lockstep::sim::test
