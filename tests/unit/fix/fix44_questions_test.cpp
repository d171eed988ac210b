// Questions after all orders and all positions of an account, and what brokers answer.
#include "unit/fix/fix44_desk.hpp"

namespace lockstep::fix44::test {
namespace {

struct Row {
    const char* what;
    const char* message;
    const char* shown;
};

TEST(Fix44MassStatus, ReportsAndTheEndOfTheAnswer) {
    const Row rows[] = {
        {"one of several",
         "8|1=F2|37=B1|11=F2-rz-1|17=0|150=I|39=0|54=1|55=ES|38=2|14=0|151=2|40=2|44=4500|584=F2-"
         "rz-9|"
         "911=2|912=N|",
         "F2 status 37=B1 11=F2-rz-1 buy 2 ES limit 4500.00 leaves 2"},
        {"the last one",
         "8|1=F2|37=B1|11=F2-rz-1|17=0|150=I|39=0|54=1|55=ES|38=2|14=0|151=2|40=2|44=4500|584=F2-"
         "rz-9|"
         "911=2|912=Y|",
         "F2 status 37=B1 11=F2-rz-1 buy 2 ES limit 4500.00 leaves 2 ; F2 all orders F2-rz-9 told"},
        {"no order at all", "8|1=F2|37=NONE|17=0|150=I|39=8|584=F2-rz-9|911=0|912=Y|58=no orders|",
         "F2 all orders F2-rz-9 told"},
        {"no order and no account: the id of the question says whose it is",
         "8|37=NONE|17=0|150=I|39=8|584=F3-rz-9|911=0|", "F3 all orders F3-rz-9 told"},
        {"the last one is of an instrument that the settings do not have",
         "8|1=F2|37=B1|11=X|17=0|150=I|39=0|54=1|55=ZB|38=2|14=0|151=2|40=1|584=F2-rz-9|912=Y|",
         "F2 all orders F2-rz-9 told ; warning: 35=8 150=I 39=0 37=B1 11=X 17=0 55=ZB of F2: tag "
         "55 "
         "(Symbol) = \"ZB\": no such instrument in the settings"},
        {"the last one is broken, and the question stays open",
         "8|1=F2|37=B1|11=X|17=0|150=I|39=0|54=1|55=ES|38=0.5|584=F2-rz-9|912=Y|",
         "refused 38: tag 38 (OrderQty) = \"0.5\": not a whole number of contracts"},
        {"a business reject by its id", "j|372=AF|379=F2-rz-9|380=3|",
         "F2 all orders F2-rz-9 refused ; warning: 35=j [380=3 unsupported message type] 372=AF "
         "379=F2-rz-9: a question of ours was refused"},
    };
    const Desk desk;
    for (const Row& row : rows) {
        EXPECT_EQ(desk.read(row.message, shared_broker), row.shown) << row.what;
    }
}

TEST(Fix44MassStatus, ARejectThatNamesItsNumberAlone) {
    Desk desk;
    desk.sent().remember(44, sent_order(MassStatusRequest{f3, "F3-rz-9"}));
    EXPECT_EQ(
        desk.read("3|45=44|372=AF|373=11|58=invalid MsgType|", shared_broker),
        "F3 all orders F3-rz-9 refused ; warning: 35=3 invalid MsgType [373=11] 372=AF 45=44: a "
        "question of ours was refused");
}

RouterConfig told_positions() {
    RouterConfig config = make_config();
    for (FollowerConfig& follower : config.followers) follower.position_reports = true;
    return config;
}

TEST(Fix44Positions, ReportsAndTheAnswerBeforeThem) {
    const Row rows[] = {
        {"long", "AP|721=P1|710=F2-rz-9|728=0|1=F2|55=ES|702=1|703=TOT|704=3|705=1|",
         "F2 position ES 2"},
        {"short", "AP|721=P1|710=F2-rz-9|728=0|1=F2|55=NQ|702=1|703=TOT|705=4|",
         "F2 position NQ -4"},
        {"two reports follow", "AO|721=P1|710=F2-rz-9|727=2|728=0|729=0|1=F2|",
         "F2 positions F2-rz-9 reports 2"},
        {"there are none", "AO|721=P1|710=F2-rz-9|728=2|729=0|1=F2|",
         "F2 positions F2-rz-9 reports 0"},
        {"of an account that it does not name", "AO|721=P1|710=F3-rz-9|727=0|728=2|729=0|",
         "F3 positions F3-rz-9 reports 0"},
        {"not supported", "AO|721=P1|710=F2-rz-9|728=4|729=2|1=F2|58=ask the desk|",
         "F2 positions F2-rz-9 refused ; warning: 35=AO: positions are not told: 728=4 ask the "
         "desk"},
        {"how many is not said", "AO|721=P1|710=F2-rz-9|728=0|729=0|1=F2|",
         "info: 35=AO does not say how many reports follow (727)"},
        {"a session that does not know the type", "j|372=AN|379=F2-rz-9|380=3|",
         "F2 positions F2-rz-9 refused ; warning: 35=j [380=3 unsupported message type] 372=AN "
         "379=F2-rz-9: a question of ours was refused"},
    };
    const RouterConfig config = told_positions();
    const Desk desk(config);
    for (const Row& row : rows) {
        EXPECT_EQ(desk.read(row.message, shared_broker), row.shown) << row.what;
    }
}

TEST(Fix44Lookup, AnOrderOfAnEarlierLifeHasItsAccountFromItsId) {
    const struct {
        const char* message;
        const char* who;
    } rows[] = {
        {"9|11=F3-t2x9k1-1a|41=F3-t2x9k1-19|37=NONE|39=8|434=1|102=1|", "F3 cancel-rejected"},
        {"9|11=OTHER|41=F2-t2x9k1-19|37=B1|39=0|434=1|102=0|", "F2 cancel-rejected"},
        {"8|37=B1|11=F3-t2x9k1-19|17=E1|150=4|39=4|54=1|55=ES|", "F3 canceled"},
        {"9|11=F3-t2x9k1|37=NONE|39=8|", "refused 1:"},    // not in the form of ours
        {"9|11=F9-t2x9k1-1a|37=NONE|39=8|", "refused 1:"}, // no account of the session
        {"9|11=F3-t2x9k1-|37=NONE|39=8|", "refused 1:"},
    };
    const Desk desk;
    for (const auto& row : rows) {
        const std::string shown = desk.read(row.message, shared_broker);
        EXPECT_EQ(shown.substr(0, std::string_view(row.who).size()), row.who) << row.message;
    }
}

} // namespace
} // namespace lockstep::fix44::test
