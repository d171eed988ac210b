#include "router/seen_executions.hpp"

namespace lockstep {

SeenExecutions::Verdict SeenExecutions::judge(const ExecutionEvent& execution) {
    const bool keyless = execution.kind == ExecKind::status ||
                         execution.kind == ExecKind::cancel_rejected || execution.exec_key.empty();
    if (keyless) return Verdict::fresh;
    const SeenExecution body{execution.kind,       execution.order_key,  execution.cl_ord_id,
                             execution.instrument, execution.terms.side, execution.last_qty,
                             execution.last_price};
    const auto [entry, inserted] = seen_.try_emplace(
        execution.exec_key, Filed{body, execution.last_qty, execution.last_price});
    if (!inserted) {
        SeenExecution told = entry->second.now;
        told.quantity = entry->second.told_quantity;
        told.price = entry->second.told_price;
        return told == body ? Verdict::repeat : Verdict::changed;
    }
    filed_.file(execution.exec_key, body);
    oldest_first_.push_back(execution.exec_key);
    if (oldest_first_.size() > bound_) {
        seen_.erase(oldest_first_.front());
        oldest_first_.pop_front();
    }
    return Verdict::fresh;
}

const SeenExecution* SeenExecutions::find(const ExecKey& key) const {
    const auto entry = seen_.find(key);
    return entry == seen_.end() || entry->second.taken_back ? nullptr : &entry->second.now;
}

void SeenExecutions::amend(const ExecKey& key, Quantity quantity, Price price) {
    const auto entry = seen_.find(key);
    if (entry == seen_.end()) return;
    entry->second.now.quantity = quantity;
    entry->second.now.price = price;
    filed_.file(key, quantity, price);
}

void SeenExecutions::take_back(const ExecKey& key) {
    const auto entry = seen_.find(key);
    if (entry == seen_.end()) return;
    entry->second.taken_back = true;
    filed_.file(key, true);
}

} // namespace lockstep
