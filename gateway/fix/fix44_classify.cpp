#include "fix/fix44_classify.hpp"

#include <string_view>

namespace lockstep::fix44 {

namespace {

bool one_of(char code, std::string_view codes) {
    return code != '\0' && codes.find(code) != std::string_view::npos;
}

bool is_trade(char exec_type, FillStyle fill_style) {
    if (exec_type == 'F') return true;
    return fill_style == FillStyle::mixed && one_of(exec_type, "12");
}

} // namespace

std::optional<ExecKind> classify(const ExecCodes& codes, FillStyle fill_style) {
    if (codes.exec_trans_type == '3' || codes.exec_type == 'I') return ExecKind::status;
    if (codes.exec_trans_type == '1' || codes.exec_type == 'H' || codes.ord_status == 'H') {
        return ExecKind::fill_bust;
    }
    if (codes.exec_trans_type == '2' || codes.exec_type == 'G' || codes.ord_status == 'G') {
        return ExecKind::fill_corrected;
    }
    if (is_trade(codes.exec_type, fill_style)) {
        if (codes.traded) return ExecKind::fill;
        return std::nullopt;
    }
    switch (codes.exec_type) {
    case '0': return codes.ord_status == '9' ? ExecKind::suspended : ExecKind::accepted;
    case '3': return ExecKind::done;
    case '4': return ExecKind::canceled;
    case '5': return ExecKind::replaced;
    case '6':
    case 'A':
    case 'E': return ExecKind::pending;
    case '8': return ExecKind::rejected;
    case '9': return ExecKind::suspended;
    case 'C': return ExecKind::expired;
    case 'D': return ExecKind::restated;
    case 'L': return ExecKind::triggered;
    default: return std::nullopt;
    }
}

bool contradicts(ExecKind kind, char ord_status) {
    switch (kind) {
    case ExecKind::accepted:
    case ExecKind::triggered:
    case ExecKind::replaced:
    case ExecKind::restated:
    case ExecKind::suspended: return one_of(ord_status, "48C");
    case ExecKind::canceled:
    case ExecKind::expired:
    case ExecKind::rejected: return one_of(ord_status, "0159");
    default: return false;
    }
}

bool sets_terms(ExecKind kind) {
    switch (kind) {
    case ExecKind::accepted:
    case ExecKind::triggered:
    case ExecKind::replaced:
    case ExecKind::restated:
    case ExecKind::suspended: return true;
    default: return false;
    }
}

} // namespace lockstep::fix44
