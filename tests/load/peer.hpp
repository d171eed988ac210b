// One FIX session of the load's side over loopback: its numbers, its bytes under way in both
// directions, and nothing that waits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep::load {

class Peer {
  public:
    explicit Peer(std::string name) : name_(std::move(name)) {}
    ~Peer() { close(); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    const std::string& name() const { return name_; } // tag 49 of what it says
    bool is_open() const { return socket_ >= 0; }
    int socket() const { return socket_; }
    unsigned next_number() const { return next_number_; }

    // Takes over a connection, and what has been read of it already.
    void open(int socket, std::string_view bytes);
    // Connects to 127.0.0.1:`port`; false when nobody listens.
    bool dial(std::uint16_t port);
    void close();

    // Adds a message of that type; `fields` have | for the separator. It leaves with flush().
    void say(std::string_view type, std::string_view fields);
    // What is not sent yet.
    std::size_t waiting() const { return out_.size() - sent_; }
    // Sends what the kernel takes. False when the other end has closed.
    bool flush();
    // Reads what has come. False when the other end has closed.
    bool receive();
    // The next whole message that has come; empty when there is none. Good until receive().
    std::string_view next_message();

  private:
    std::string name_;
    int socket_ = -1;
    unsigned next_number_ = 1;
    std::string in_;
    std::size_t read_ = 0; // of `in_`
    std::string out_;
    std::size_t sent_ = 0; // of `out_`
};

} // namespace lockstep::load
