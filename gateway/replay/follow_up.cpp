#include "replay/follow_up.hpp"

#include "journal/describe.hpp"

#include <type_traits>

namespace lockstep {

namespace {

class FollowUp {
  public:
    explicit FollowUp(const RouterConfig& config) : config_(config) {}

    std::string operator()(const Approved<NewOrder>& command) const {
        const NewOrder& it = command.order();
        return account(it.follower) + " new " + std::string(name(it.terms.side)) + " " +
               std::to_string(it.quantity.lots) + " " + symbol(it.instrument) + " " +
               terms(it.instrument, it.terms) + ", id " + it.cl_ord_id.str();
    }
    std::string operator()(const Approved<ReplaceOrder>& command) const {
        const ReplaceOrder& it = command.order();
        return account(it.follower) + " replace " + it.orig_cl_ord_id.str() + " to " +
               std::string(name(it.terms.side)) + " " + std::to_string(it.total.lots) + " " +
               symbol(it.instrument) + " " + terms(it.instrument, it.terms) + ", id " +
               it.cl_ord_id.str();
    }
    std::string operator()(const Approved<CancelOrder>& command) const {
        const CancelOrder& it = command.order();
        return account(it.follower) + " cancel " + it.orig_cl_ord_id.str() + ", id " +
               it.cl_ord_id.str();
    }
    std::string operator()(const StatusRequest& it) const {
        return account(it.follower) + " asks what became of " + it.cl_ord_id.str();
    }
    std::string operator()(const MassStatusRequest& it) const {
        return account(it.follower) + " asks after all its orders, id " + it.request_id.str();
    }
    std::string operator()(const PositionRequest& it) const {
        return account(it.follower) + " asks after its positions, id " + it.request_id.str();
    }
    std::string operator()(const Notice& it) const {
        std::string text = std::string(name(it.severity)) + " " + std::string(name(it.reason));
        if (it.leader) text += " " + config_.leaders[it.leader->index].account;
        if (it.follower) text += " " + account(*it.follower);
        if (it.instrument) text += " " + symbol(*it.instrument);
        return text + ": " + quoted(it.text);
    }
    std::string operator()(const Decision& it) const {
        const std::string orders = it.orders == 0   ? "no order, " + std::string(name(it.reason))
                                   : it.orders == 1 ? "1 order"
                                                    : std::to_string(it.orders) + " orders";
        return account(it.follower) + " decision on " + symbol(it.instrument) + ": " + orders;
    }

  private:
    const std::string& account(FollowerId id) const { return config_.followers[id.index].account; }
    const std::string& symbol(InstrumentId id) const {
        return config_.instruments[id.index].symbol;
    }
    std::string terms(InstrumentId id, const OrderTerms& terms) const {
        return terms_text(config_.instruments[id.index], terms);
    }

    const RouterConfig& config_;
};

} // namespace

std::string describe(const Command& command, const RouterConfig& config) {
    return std::visit(FollowUp(config), command);
}

} // namespace lockstep
