#include "router/router.hpp"

#include "machine.hpp"
#include "proto/archive.hpp"

namespace lockstep {

Router::Router(RouterConfig config) : machine_(std::make_unique<Machine>(std::move(config))) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::step(const Event& event, std::vector<Command>& out) {
    machine_->step(event, out, [] {});
}
void Router::step(const Event& event, std::vector<Command>& out,
                  const std::function<void()>& decided) {
    machine_->step(event, out, decided);
}

std::optional<Timestamp> Router::next_deadline() const { return machine_->next_deadline(); }

const RouterConfig& Router::config() const { return machine_->config(); }

FollowerView Router::view(FollowerId id) const { return machine_->view(id); }

LeaderAccountView Router::view(LeaderId id) const { return machine_->view(id); }

std::vector<WorkingOrderView> Router::working_orders(FollowerId id) const {
    return machine_->working_orders(id);
}

// The state, then a hash of it: a damaged one is known before anything is made of it.
void Router::save(const TakeBytes& take) const {
    HashSink hash;
    const TakeBytes hash_and_take = [&](std::string_view piece) {
        hash.text(piece);
        take(piece);
    };
    archive_to(hash_and_take, state_version, *machine_);
    archive_to(take, hash.value());
}

std::string Router::saved() const {
    std::string bytes;
    save([&](std::string_view piece) { bytes += piece; });
    return bytes;
}

Result<void> Router::load(std::string_view bytes) {
    const std::size_t instruments = config().instruments.size();
    std::uint64_t told_hash = 0;
    if (bytes.size() < sizeof(told_hash)) return failure("the state is cut short");
    const std::string_view state = bytes.substr(0, bytes.size() - sizeof(told_hash));
    StateReader(bytes.substr(state.size()), instruments)(told_hash);
    HashSink hash;
    hash.text(state);
    if (hash.value() != told_hash) return failure("the state's own hash is wrong");

    std::uint32_t version = 0;
    StateReader archive(state, instruments);
    archive(version);
    if (version != state_version) {
        return failure("the state has version " + std::to_string(version) +
                       ", this Lockstep has version " + std::to_string(state_version));
    }
    auto loaded = std::make_unique<Machine>(config());
    archive(*loaded);
    if (auto finished = archive.finish(); !finished) return finished;
    machine_ = std::move(loaded);
    return {};
}

std::uint64_t Router::state_hash() const {
    HashSink hash;
    StateWriter archive(hash);
    archive(state_version, *machine_);
    return hash.value();
}

} // namespace lockstep
