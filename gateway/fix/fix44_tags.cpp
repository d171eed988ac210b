// The standard's names of the tags that we read, for refusals.
#include "fix/fix44_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lockstep::fix44 {

namespace {

// In the order of their numbers.
constexpr std::array names{
    std::pair{1, "Account"},
    std::pair{6, "AvgPx"},
    std::pair{11, "ClOrdID"},
    std::pair{14, "CumQty"},
    std::pair{17, "ExecID"},
    std::pair{19, "ExecRefID"},
    std::pair{20, "ExecTransType"},
    std::pair{31, "LastPx"},
    std::pair{32, "LastQty"},
    std::pair{34, "MsgSeqNum"},
    std::pair{35, "MsgType"},
    std::pair{37, "OrderID"},
    std::pair{38, "OrderQty"},
    std::pair{39, "OrdStatus"},
    std::pair{40, "OrdType"},
    std::pair{41, "OrigClOrdID"},
    std::pair{43, "PossDupFlag"},
    std::pair{44, "Price"},
    std::pair{45, "RefSeqNum"},
    std::pair{48, "SecurityID"},
    std::pair{52, "SendingTime"},
    std::pair{54, "Side"},
    std::pair{55, "Symbol"},
    std::pair{59, "TimeInForce"},
    std::pair{60, "TransactTime"},
    std::pair{75, "TradeDate"},
    std::pair{97, "PossResend"},
    std::pair{99, "StopPx"},
    std::pair{122, "OrigSendingTime"},
    std::pair{150, "ExecType"},
    std::pair{151, "LeavesQty"},
    std::pair{200, "MaturityMonthYear"},
    std::pair{268, "NoMDEntries"},
    std::pair{269, "MDEntryType"},
    std::pair{270, "MDEntryPx"},
    std::pair{279, "MDUpdateAction"},
    std::pair{442, "MultiLegReportingType"},
    std::pair{448, "PartyID"},
    std::pair{702, "NoPositions"},
    std::pair{703, "PosType"},
    std::pair{704, "LongQty"},
    std::pair{705, "ShortQty"},
    std::pair{728, "PosReqResult"},
    std::pair{901, "CashOutstanding"},
};
static_assert(std::ranges::is_sorted(names, {}, &std::pair<int, const char*>::first));

} // namespace

std::string_view tag_name(int tag) {
    const auto found =
        std::ranges::lower_bound(names, tag, {}, &std::pair<int, const char*>::first);
    if (found == names.end() || found->first != tag) return "";
    return found->second;
}

} // namespace lockstep::fix44
