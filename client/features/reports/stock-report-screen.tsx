import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { AccuracySection } from "./accuracy-section";
import { DormantSection } from "./dormant-section";
import { EndOfLifeSection } from "./end-of-life-section";
import { messages } from "./messages";
import styles from "./reports.module.css";

/** How right the stock is, what of it lies still, and what has to be replaced when. */
const StockReportScreen = (): JSX.Element => {
  const t = useText(messages);
  return (
    <Page>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <PageHead title={t("title")} />
      <div class={styles.sections}>
        <AccuracySection />
        <DormantSection />
        <EndOfLifeSection />
      </div>
    </Page>
  );
};

export default StockReportScreen;
