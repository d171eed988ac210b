#include "fix/dialer.hpp"

#include "proto/check.hpp"

#include <boost/asio/ip/address.hpp>

#include <utility>

namespace lockstep {
namespace {

using boost::system::error_code;

} // namespace

Dialer::Dialer(boost::asio::io_context& io, std::vector<Endpoint> endpoints, BackOff back_off,
               const TransportLimits& limits, Connected connected, Failed failed)
    : endpoints_(std::move(endpoints)), back_off_(back_off), limits_(limits),
      connected_(std::move(connected)), failed_(std::move(failed)), resolver_(io), socket_(io),
      timer_(io) {
    LOCKSTEP_CHECK(!endpoints_.empty());
}

void Dialer::dial() {
    if (state_ != State::idle) return;
    state_ = State::connecting;
    ++attempt_;
    arm_deadline();
    look_up();
}

void Dialer::lost(bool was_up) {
    if (was_up) back_off_.reset();
    endpoint_ = was_up ? 0 : (endpoint_ + 1) % endpoints_.size();
    wait();
}

void Dialer::cancel() {
    ++attempt_;
    state_ = State::idle;
    resolver_.cancel();
    timer_.cancel();
    error_code ignored;
    (void)socket_.close(ignored);
}

void Dialer::arm_deadline() {
    timer_.expires_after(limits_.connect_time_max);
    timer_.async_wait([weak = weak_from_this(), attempt = attempt_](error_code error) {
        const auto self = weak.lock();
        if (error || !self || !self->is_current(attempt)) return;
        self->fail("no connection within " +
                   std::to_string(self->limits_.connect_time_max.count()) + " ms");
    });
}

void Dialer::look_up() {
    const Endpoint& endpoint = endpoints_[endpoint_];
    if (is_unix_path(endpoint.host)) {
        connect(std::make_shared<Endpoints>(1, unix_endpoint(endpoint.host)), 0);
        return;
    }
    error_code not_an_address;
    const auto address = boost::asio::ip::make_address(endpoint.host, not_an_address);
    if (!not_an_address) {
        connect(std::make_shared<Endpoints>(1, ip_endpoint(address, endpoint.port)), 0);
        return;
    }
    resolver_.async_resolve(endpoint.host, std::to_string(endpoint.port),
                            [weak = weak_from_this(), attempt = attempt_](
                                error_code error, const Resolver::results_type& found) {
                                const auto self = weak.lock();
                                if (!self || !self->is_current(attempt)) return;
                                if (error) {
                                    self->fail("host not found: " + error.message());
                                    return;
                                }
                                auto addresses = std::make_shared<Endpoints>();
                                for (const auto& entry : found)
                                    addresses->push_back(entry.endpoint());
                                self->connect(std::move(addresses), 0);
                            });
}

// Tries the addresses of one host in turn.
void Dialer::connect(std::shared_ptr<Endpoints> addresses, std::size_t index) {
    error_code ignored;
    (void)socket_.close(ignored);
    const StreamEndpoint address = (*addresses)[index];
    socket_.async_connect(address, [weak = weak_from_this(), attempt = attempt_, index,
                                    addresses = std::move(addresses)](error_code error) {
        const auto self = weak.lock();
        if (!self || !self->is_current(attempt)) return;
        if (error && index + 1 < addresses->size()) {
            self->connect(addresses, index + 1);
        } else if (error) {
            self->fail(error.message());
        } else {
            self->timer_.cancel();
            self->state_ = State::connected;
            self->connected_(
                std::exchange(self->socket_, Connection::Socket(self->socket_.get_executor())));
        }
    });
}

void Dialer::fail(const std::string& why) {
    const std::string where = endpoint_text();
    endpoint_ = (endpoint_ + 1) % endpoints_.size();
    wait();
    failed_("cannot connect to " + where + ": " + why);
}

// Within a round of the list the next endpoint is tried soon; the growing waits are between rounds.
void Dialer::wait() {
    cancel();
    state_ = State::waiting;
    timer_.expires_after(endpoint_ == 0 ? back_off_.next() : BackOff::shortest);
    timer_.async_wait([weak = weak_from_this(), attempt = attempt_](error_code error) {
        const auto self = weak.lock();
        if (error || !self || !self->is_current(attempt)) return;
        self->state_ = State::idle;
        self->dial();
    });
}

std::string Dialer::endpoint_text() const {
    const Endpoint& endpoint = endpoints_[endpoint_];
    return is_unix_path(endpoint.host) ? endpoint.host
                                       : endpoint.host + ":" + std::to_string(endpoint.port);
}

} // namespace lockstep
