import type { ThemeConfig } from 'antd';

/**
 * Ink on paper, one red. The red marks where one is and who we are; lamps have a red of their own that
 * never comes without its shape and word. Every pair of text and ground keeps at least 4.5:1.
 */
const ink = '#1d2733';
const harbour = '#1f5673';

const family = "'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif";

/** Ant Design's share of the look; `styles.css` has the rest, from the same colours. */
export function themeOf(hand: { readonly largeText: boolean; readonly touch: boolean }): ThemeConfig {
  return {
    token: {
      colorPrimary: harbour,
      colorInfo: harbour,
      colorLink: harbour,
      colorText: ink,
      colorTextSecondary: '#55606e',
      colorTextTertiary: '#667180',
      colorTextPlaceholder: '#6b7583',
      colorTextDescription: '#55606e',
      colorBorder: '#c9ced6',
      colorBorderSecondary: '#e3e6ea',
      colorBgLayout: '#f5f5f2',
      colorError: '#b3261e',
      colorWarning: '#8a5a00',
      colorSuccess: '#1b6e46',
      borderRadius: 4,
      borderRadiusLG: 6,
      fontFamily: family,
      fontSize: hand.largeText ? 18 : 14,
      controlHeight: hand.largeText || hand.touch ? 44 : 34,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px', labelColor: '#3c4653' },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}
